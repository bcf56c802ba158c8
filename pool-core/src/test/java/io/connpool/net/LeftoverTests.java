package io.connpool.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.connpool.Liveness;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.FrameException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** What a peer sends beyond its reply, and what becomes of the next request. */
class LeftoverTests {

	private static final byte[] HELLO = "HELLO".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] REPLY = { 0, 0, 0, 5, 'W', 'O', 'R', 'L', 'D' };

	private static final byte[] TWICE = { 0, 0, 0, 5, 'W', 'O', 'R', 'L', 'D', 0, 0, 0, 5, 'W', 'O', 'R', 'L', 'D' };

	@Test
	void secondReplyThatComesLaterIsNotTakenForTheNext() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Socket server = peer.accepted();
			answer(connection, server, REPLY);
			ScriptedPeer.write(server, REPLY);
			awaitArrival();

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("carries bytes nobody asked for; closed, lest they pass for the reply")
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
			assertThat(connection.requestBytesWritten()).isZero();
			assertThat(connection.isClean()).isFalse();
		}
	}

	@Test
	void secondReplyInTheSameSegmentIsNotTakenForTheOneToASentMessage() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			answer(connection, peer.accepted(), TWICE);

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.send(HELLO))
				.withMessageContaining("carries bytes nobody asked for")
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(connection::receive);
			assertThat(connection.isClean()).isFalse();
		}
	}

	@Test
	void peerThatClosedAfterItsReplyGetsNoFurtherRequest() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Socket server = peer.accepted();
			answer(connection, server, REPLY);
			server.shutdownOutput();
			awaitArrival();

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("was closed by the peer")
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
		}
	}

	/**
	 * As with a waiter that is long in waking up: the connection was found quiet when it
	 * was given back, and nobody looks again before its request.
	 */
	@Test
	void replyThatComesBetweenTheCheckOfThePoolAndTheRequestIsNotTaken() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Socket server = peer.accepted();
			answer(connection, server, REPLY);
			assertThat(peer.factory().check(connection)).isEqualTo(Liveness.ALIVE);
			ScriptedPeer.write(server, REPLY);
			awaitArrival();

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("carries bytes nobody asked for")
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
		}
	}

	/** Such as a refusal: it is no answer to a request that was not made yet. */
	@Test
	void whatAPeerSaysFirstIsNotTakenForTheReplyToTheFirstRequest() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			ScriptedPeer.write(peer.accepted(), REPLY);
			awaitArrival();

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("carries bytes nobody asked for")
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
		}
	}

	/** A codec may find out late that it cannot write a message. */
	@Test
	void beginningOfARequestThatWasRefusedIsNotSentWithTheNext() throws Exception {
		Codec careless = new Codec() {

			@Override
			public void encode(byte[] message, OutputStream out) throws IOException {
				ScriptedPeer.CODEC.encode(message, out);
				if (message.length > HELLO.length) {
					throw new IllegalArgumentException("refused");
				}
			}

			@Override
			public byte[] decode(InputStream in) throws IOException {
				return ScriptedPeer.CODEC.decode(in);
			}

		};
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			TcpConnectionFactory factory = TcpConnectionFactory.of(peer.uri(), careless, SocketSettings.defaults());
			try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofSeconds(30)))) {
				for (int size = HELLO.length + 1; size < 2 * HELLO.length; size++) {
					byte[] refused = new byte[size];
					assertThatIllegalArgumentException().isThrownBy(() -> connection.exchange(refused));
					assertThat(factory.check(connection)).isEqualTo(Liveness.ALIVE);
					assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
				}
			}
		}
	}

	@Test
	void messagesMayBeSentWhileRepliesToEarlierOnesArrive() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			for (int i = 0; i < 20; i++) {
				connection.send(new byte[] { (byte) i });
			}
			for (int i = 0; i < 20; i++) {
				assertThat(connection.receive()).containsExactly(i);
			}
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
			assertThat(peer.factory().check(connection)).isEqualTo(Liveness.ALIVE);
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
		}
	}

	private static void answer(FramedConnection connection, Socket server, byte[] reply) throws Exception {
		Background<byte[]> caller = Background.call(() -> connection.exchange(HELLO));
		new DataInputStream(server.getInputStream()).readFully(new byte[9]);
		ScriptedPeer.write(server, reply);
		assertThat(caller.result()).isEqualTo("WORLD".getBytes(StandardCharsets.US_ASCII));
	}

	/** On the loopback device this is due at once; it may not be read to find out. */
	private static void awaitArrival() {
		await().pollDelay(Duration.ofMillis(50)).until(() -> true);
	}

	@Test
	void failedExchangeEndsTheConnectionAtOnce() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Socket server = peer.accepted();
			server.setSoTimeout(10_000);
			Background<byte[]> caller = Background.call(() -> connection.exchange(HELLO));
			new DataInputStream(server.getInputStream()).readFully(new byte[9]);

			ScriptedPeer.write(server, new byte[] { -1, -1, -1, -1, 'W' });

			assertThat(caller.failure()).isInstanceOf(FrameException.class);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> server.getInputStream().read());
		}
	}

}
