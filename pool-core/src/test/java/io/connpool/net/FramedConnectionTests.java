package io.connpool.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

import io.connpool.Liveness;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.FrameException;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.net.codec.LineCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a connection does while the peer behaves, or misbehaves in what it says.
 */
class FramedConnectionTests {

	private static final byte[] HELLO = "HELLO".getBytes(StandardCharsets.US_ASCII);

	@Test
	void exchangeReturnsTheReplyAndKeepsTheLedger() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			assertThat(connection.isClean()).isTrue();

			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
			assertThat(connection.exchange(new byte[0], Duration.ofSeconds(30))).isEmpty();

			assertThat(connection.exchangesBegun()).isEqualTo(2);
			assertThat(connection.exchangesEnded()).isEqualTo(2);
			assertThat(connection.requestBytesWritten()).isEqualTo(4);
			assertThat(connection.isIdle()).isTrue();
			assertThat(connection.isClean()).isTrue();
		}
	}

	@Test
	void messagesOfEverySizeAroundTheBuffersPass() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			Random random = new Random(7);
			int buffer = 16 * 1024;

			for (int size : new int[] { 1, buffer - 5, buffer - 4, buffer - 3, buffer, buffer + 1, 3 * buffer,
					5 << 20 }) {
				byte[] message = new byte[size];
				random.nextBytes(message);
				assertThat(connection.exchange(message)).isEqualTo(message);
				assertThat(connection.requestBytesWritten()).isEqualTo(size + 4);
			}

			assertThat(connection.isClean()).isTrue();
		}
	}

	@Test
	void linesAreExchangedToo() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer
			.playing((client) -> client.getInputStream().transferTo(client.getOutputStream()))) {
			TcpConnectionFactory factory = TcpConnectionFactory.of(peer.uri(), LineCodec.builder().build(),
					SocketSettings.defaults());
			try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofSeconds(30)))) {
				assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
				assertThat(factory.check(connection)).isEqualTo(Liveness.ALIVE);
			}
		}
	}

	@Test
	void replyThatDripsInByteByByteIsReadWhole() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing((client) -> {
			client.getInputStream().readNBytes(9);
			for (byte next : new byte[] { 0, 0, 0, 3, 1, 2, 3 }) {
				ScriptedPeer.write(client, new byte[] { next });
			}
			client.getInputStream().read();
		}); FramedConnection connection = peer.connect()) {
			assertThat(connection.exchange(HELLO)).containsExactly(1, 2, 3);
			assertThat(connection.isClean()).isTrue();
		}
	}

	@Test
	void requestAndItsPrefixLeaveInOnePiece() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			connection.send(HELLO);

			byte[] read = new byte[100];
			assertThat(peer.accepted().getInputStream().read(read)).isEqualTo(9);
		}
	}

	@Test
	void messagesMaySentBeforeTheFirstIsAnswered() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			connection.send(new byte[] { 1 });
			connection.send(new byte[] { 2 });
			assertThat(connection.isIdle()).isFalse();
			assertThat(connection.isClean()).isFalse();

			assertThat(connection.receive()).containsExactly(1);
			assertThat(connection.isClean()).isFalse();
			assertThat(connection.receive()).containsExactly(2);

			assertThat(connection.isClean()).isTrue();
			assertThat(connection.exchangesBegun()).isEqualTo(2);
		}
	}

	@Test
	void greetingIsAnExchangeOfItsOwn() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing((client) -> {
			ScriptedPeer.CODEC.encode(HELLO, client.getOutputStream());
			ScriptedPeer.ECHO.play(client);
		}); FramedConnection connection = peer.connect()) {
			assertThat(connection.receive()).isEqualTo(HELLO);

			assertThat(connection.isClean()).isTrue();
			assertThat(connection.exchange(new byte[] { 1 })).containsExactly(1);
			assertThat(connection.exchangesEnded()).isEqualTo(2);
		}
	}

	@Test
	void exchangeDoesNotTakeTheReplyToAnEarlierMessage() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			connection.send(new byte[] { 1 });

			assertThatIllegalStateException().isThrownBy(() -> connection.exchange(new byte[] { 2 }))
				.withMessageContaining("call receive() first");

			assertThat(connection.receive()).containsExactly(1);
			assertThat(connection.exchange(new byte[] { 3 })).containsExactly(3);
		}
	}

	@Test
	void exchangeDoesNotTakeBytesThatCameBeforeIt() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing((client) -> {
			client.getInputStream().readNBytes(9);
			ScriptedPeer.write(client, new byte[] { 0, 0, 0, 1, 7, 0, 0, 0, 1, 8 });
			client.getInputStream().read();
		}); FramedConnection connection = peer.connect()) {
			assertThat(connection.exchange(HELLO)).containsExactly(7);
			assertThat(connection.isIdle()).isTrue();
			assertThat(connection.isClean()).isFalse();

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("bytes nobody asked for")
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
		}
	}

	@Test
	void requestThatItsCodecRefusesLeavesTheConnectionAsItWas() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			TcpConnectionFactory factory = TcpConnectionFactory.of(peer.uri(),
					LengthPrefixedCodec.builder().maxFrameSize(5).build(), SocketSettings.defaults());
			try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofSeconds(30)))) {
				assertThatExceptionOfType(FrameException.class).isThrownBy(() -> connection.exchange(new byte[6]))
					.satisfies((ex) -> assertThat(factory.isReusableAfter(connection, ex)).isTrue());

				assertThat(connection.requestBytesWritten()).isZero();
				assertThat(connection.isClean()).isTrue();
				assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
			}
		}
	}

	@Test
	void replyBeyondTheLimitEndsTheConnection() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing((client) -> {
			client.getInputStream().readNBytes(9);
			ScriptedPeer.write(client, new byte[] { 0x7f, 0, 0, 0 });
			client.getInputStream().transferTo(OutputStream.nullOutputStream());
		})) {
			TcpConnectionFactory factory = peer.factory();
			try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofSeconds(30)))) {
				assertThatExceptionOfType(FrameException.class).isThrownBy(() -> connection.exchange(HELLO))
					.satisfies((ex) -> assertThat(ex.value()).isEqualTo(0x7f000000L))
					.satisfies((ex) -> assertThat(factory.isReusableAfter(connection, ex)).isFalse());

				assertThat(connection.isClean()).isFalse();
				assertThat(factory.check(connection)).isEqualTo(Liveness.DEAD);
			}
		}
	}

	@Test
	void codecThatFailsHalfWayEndsTheConnection() throws IOException {
		Codec careless = new Codec() {

			@Override
			public void encode(byte[] message, OutputStream out) throws IOException {
				out.write(message);
				out.flush();
				throw FrameException.outgoing("too late", 1, 0);
			}

			@Override
			public byte[] decode(InputStream in) {
				throw new IllegalArgumentException("broken codec");
			}

		};
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			TcpConnectionFactory factory = TcpConnectionFactory.of(peer.uri(), careless, SocketSettings.defaults());
			try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofSeconds(30)))) {
				assertThatExceptionOfType(FrameException.class).isThrownBy(() -> connection.exchange(HELLO));
				assertThat(connection.requestBytesWritten()).isEqualTo(5);
				assertThat(connection.isClean()).isFalse();
			}
			try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofSeconds(30)))) {
				assertThatIllegalArgumentException().isThrownBy(connection::receive).withMessage("broken codec");
				assertThat(connection.isClean()).isFalse();
			}
		}
	}

	@Test
	void secondThreadIsTurnedAwayAndTheFirstGetsItsReply() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			TcpConnectionFactory factory = peer.factory();
			try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofSeconds(30)))) {
				Background<byte[]> first = Background.call(() -> connection.exchange(HELLO));
				Socket server = peer.accepted();
				server.getInputStream().readNBytes(9);

				assertThatIllegalStateException().isThrownBy(() -> connection.exchange(HELLO))
					.withMessageContaining("in use by another thread");
				assertThat(connection.isIdle()).isFalse();
				assertThat(factory.check(connection)).isEqualTo(Liveness.DEAD);

				ScriptedPeer.CODEC.encode(new byte[] { 5 }, server.getOutputStream());
				assertThat(first.result()).containsExactly(5);
				assertThat(connection.requestBytesWritten()).isEqualTo(9);
				assertThat(factory.check(connection)).isEqualTo(Liveness.ALIVE);
			}
		}
	}

	@Test
	void connectionKnowsWhomItTalksTo() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			connection.exchange(HELLO);

			assertThat(connection.remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", peer.port()));
			assertThat(connection)
				.hasToString(peer.uri() + " (127.0.0.1:" + peer.port() + ") (1 of 1 exchanges ended)");
			connection.close();
			assertThat(connection.toString()).endsWith(", closed)");
		}
	}

	@Test
	void timeoutMustNotBeNegative() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			assertThatIllegalArgumentException().isThrownBy(() -> connection.exchange(HELLO, Duration.ofNanos(-1)))
				.withMessageContaining("allowed: zero or more");
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
		}
	}

}
