package io.connpool.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.connpool.net.codec.Codec;
import io.connpool.net.codec.FrameException;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.net.codec.LineCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a caller learns when the peer sends what it should not. */
class HostileReplyTests {

	private static final byte[] HELLO = "HELLO".getBytes(StandardCharsets.US_ASCII);

	private static final Codec FRAMES = LengthPrefixedCodec.builder().maxFrameSize(1000).build();

	private static final Codec LINES = LineCodec.builder().maxFrameSize(1000).build();

	@Test
	void lengthBeyondTheLimitNamesThePeerTheLimitAndTheLength() throws IOException {
		try (ScriptedPeer peer = replying(new byte[] { 0, 0, 3, (byte) 0xe9 });
				FramedConnection connection = connect(peer, FRAMES)) {
			assertThatExceptionOfType(FrameException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessage(peer.uri() + " (127.0.0.1:" + peer.port()
						+ ") – message of 1001 bytes announced, max-frame-size is 1000 bytes")
				.satisfies((ex) -> {
					assertThat(ex.value()).isEqualTo(1001);
					assertThat(ex.limit()).isEqualTo(1000);
					assertThat(ex.isOutgoing()).isFalse();
					assertThat(ex.getStackTrace()[0].getClassName()).isEqualTo(FrameException.class.getName());
				});
			assertOver(connection);
		}
	}

	@Test
	void answerInHttpIsRecognised() throws IOException {
		try (ScriptedPeer peer = replying("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				FramedConnection connection = connect(peer, FRAMES)) {
			assertThatExceptionOfType(FrameException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageEndingWith("message of 1213486160 bytes announced, max-frame-size is 1000 bytes; "
						+ "the peer seems to speak HTTP");
			assertOver(connection);
		}
	}

	@Test
	void lineWithoutEndIsRefusedAtTheLimit() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing((client) -> {
			client.getInputStream().read();
			while (true) {
				ScriptedPeer.write(client, new byte[4096]);
			}
		}); FramedConnection connection = connect(peer, LINES)) {
			assertThatExceptionOfType(FrameException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageEndingWith("line of at least 1001 bytes received, max-frame-size is 1000 bytes");
			assertOver(connection);
		}
	}

	@Test
	void emptyFrameIsAReplyAndTheRestOfAFloodEndsTheConnection() throws IOException {
		try (ScriptedPeer peer = replying(new byte[40_000]); FramedConnection connection = connect(peer, FRAMES)) {
			assertThat(connection.exchange(HELLO)).isEmpty();

			assertThat(connection.isClean()).isFalse();
			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("bytes nobody asked for");
			assertOver(connection);
		}
	}

	@Test
	void nothingButNewlinesIsAnEmptyReplyAndTheRestEndsTheConnection() throws IOException {
		byte[] newlines = new byte[40_000];
		Arrays.fill(newlines, (byte) '\n');
		try (ScriptedPeer peer = replying(newlines); FramedConnection connection = connect(peer, LINES)) {
			assertThat(connection.exchange(HELLO)).isEmpty();

			assertThat(connection.isClean()).isFalse();
			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO));
			assertOver(connection);
		}
	}

	private static void assertOver(FramedConnection connection) {
		assertThat(connection.isClean()).isFalse();
		assertThat(connection.toString()).endsWith(", closed)");
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO));
	}

	/**
	 * Waits for some of the request, as a server does, and sends the same whatever it is.
	 */
	private static ScriptedPeer replying(byte[] reply) {
		return ScriptedPeer.playing((client) -> {
			client.getInputStream().read();
			OutputStream out = client.getOutputStream();
			out.write(reply);
			out.flush();
			client.getInputStream().transferTo(OutputStream.nullOutputStream());
		});
	}

	private static FramedConnection connect(ScriptedPeer peer, Codec codec) throws IOException {
		Duration limit = Duration.ofSeconds(30);
		return TcpConnectionFactory.of(peer.uri(), codec, SocketSettings.defaults().withTimeouts(limit, limit))
			.open(ScriptedPeer.request(limit));
	}

}
