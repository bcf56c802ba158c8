package io.connpool.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;

import io.connpool.Liveness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a connection does when time runs out, the peer or the network ends it, or this
 * side does.
 */
class FramedConnectionFailureTests {

	private static final byte[] HELLO = "HELLO".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] REPLY = { 0, 0, 0, 5, 'W', 'O', 'R', 'L', 'D' };

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final Duration LONG = Duration.ofMinutes(5);

	@Test
	void peerThatDoesNotAnswerTimesOut() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, SHORT, LONG)) {
			assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessage(peer.uri() + " (127.0.0.1:" + peer.port()
						+ ") – no complete reply within 200 ms (read: 9 bytes of the request written, "
						+ "0 bytes of the reply received); the peer is slow or gone")
				.satisfies((ex) -> {
					assertThat(ex.phase()).isEqualTo(WirePhase.READ);
					assertThat(ex.limit()).isEqualTo(SHORT);
					assertThat(ex.peer()).contains("127.0.0.1:" + peer.port());
					assertThat(ex.requestBytesWritten()).isEqualTo(9);
				});
			assertSpoilt(peer, connection);
		}
	}

	@Test
	void receiveTimesOutToo() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, SHORT, LONG)) {
			assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(connection::receive);
			assertSpoilt(peer, connection);
		}
	}

	@Test
	void peerThatDoesNotReadTimesOut() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, LONG, Duration.ofSeconds(1))) {
			byte[] large = new byte[60 << 20];

			assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(() -> connection.exchange(large))
				.withMessageContaining("request not taken within 1000 ms")
				.satisfies((ex) -> {
					assertThat(ex.phase()).isEqualTo(WirePhase.WRITE);
					assertThat(ex.requestBytesWritten()).isPositive().isLessThan(large.length);
				});
			assertThat(connection.requestBytesWritten()).isPositive().isLessThan(large.length);
			assertSpoilt(peer, connection);
		}
	}

	@Test
	void limitOfAnExchangeCountsForWritingAndReadingTogether() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(() -> connection.exchange(HELLO, SHORT))
				.satisfies((ex) -> assertThat(ex.phase()).isEqualTo(WirePhase.READ))
				.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(SHORT));
			assertSpoilt(peer, connection);
		}
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			assertThatExceptionOfType(WireTimeoutException.class)
				.isThrownBy(() -> connection.exchange(new byte[60 << 20], SHORT))
				.satisfies((ex) -> assertThat(ex.phase()).isEqualTo(WirePhase.WRITE));
			assertSpoilt(peer, connection);
		}
	}

	@Test
	void replyThatDripsInForeverTimesOutNevertheless() throws Exception {
		ScriptedPeer[] self = new ScriptedPeer[1];
		try (ScriptedPeer peer = ScriptedPeer.playing((client) -> {
			client.getInputStream().readNBytes(9);
			ScriptedPeer.write(client, new byte[] { 0, 1, 0, 0 });
			while (true) {
				ScriptedPeer.write(client, new byte[1]);
				self[0].idle(Duration.ofMillis(5));
			}
		})) {
			self[0] = peer;
			try (FramedConnection connection = connect(peer, LONG, LONG)) {
				assertThatExceptionOfType(WireTimeoutException.class)
					.isThrownBy(() -> connection.exchange(HELLO, Duration.ofMillis(300)));
				assertSpoilt(peer, connection);
			}
		}
	}

	@Test
	void noTimeAtAllTimesOutBeforeAnythingIsWritten() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			connection.exchange(HELLO);

			assertThatExceptionOfType(WireTimeoutException.class)
				.isThrownBy(() -> connection.exchange(HELLO, Duration.ZERO))
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());

			assertThat(connection.requestBytesWritten()).isZero();
			assertThat(connection.isClean()).isTrue();
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
		}
	}

	@ParameterizedTest
	@EnumSource
	void exchangeThatEndsAtAnyByteOfTheReplyIsNeverClean(Ending ending) throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			for (int sent = 0; sent < REPLY.length; sent++) {
				try (FramedConnection connection = connect(peer, LONG, LONG)) {
					Socket server = peer.accepted();
					byte[] part = Arrays.copyOf(REPLY, sent);
					Callable<byte[]> exchange = () -> connection.exchange(HELLO,
							(ending == Ending.TIMEOUT) ? SHORT : LONG);
					Background<byte[]> caller = Background.call(exchange);
					server.getInputStream().readNBytes(9);
					ScriptedPeer.write(server, part);

					ending.happen(connection, caller, server);

					assertThat(caller.failure()).as("after %d bytes", sent).isInstanceOf(ending.failure);
					assertSpoilt(peer, connection);
				}
			}
		}
	}

	@Test
	void completeReplyLeavesTheConnectionCleanWhateverComesLater() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			Background<byte[]> caller = Background.call(() -> connection.exchange(HELLO));
			Socket server = peer.accepted();
			server.getInputStream().readNBytes(9);
			ScriptedPeer.write(server, REPLY);

			assertThat(caller.result()).isEqualTo("WORLD".getBytes(StandardCharsets.US_ASCII));
			assertThat(connection.isClean()).isTrue();
		}
	}

	@Test
	void requestToAConnectionThatWasResetHasWrittenNothing() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			ScriptedPeer.reset(peer.accepted());

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("the connection was lost")
				.satisfies((ex) -> {
					assertThat(ex.phase()).isEqualTo(WirePhase.WRITE);
					assertThat(ex.requestBytesWritten()).isZero();
				});
			assertThat(connection.requestBytesWritten()).isZero();
			assertSpoilt(peer, connection);
		}
	}

	@Test
	void failedConnectionSaysWhyItCannotBeUsed() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, SHORT, LONG)) {
			assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(() -> connection.exchange(HELLO));

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("failed before")
				.withCauseInstanceOf(WireTimeoutException.class)
				.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
			assertThat(connection.requestBytesWritten()).isEqualTo(9);
		}
	}

	@Test
	void closedConnectionSaysSo() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			FramedConnection connection = connect(peer, LONG, LONG);
			connection.close();
			connection.close();
			connection.abort();

			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO))
				.withMessageContaining("is closed already");
			assertThat(connection.isClean()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endingTheConnectionUnblocksAWriter(boolean abort) throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			Background<byte[]> writer = Background.call(() -> connection.exchange(new byte[60 << 20]));
			await().until(() -> connection.requestBytesWritten() > 0);

			end(connection, abort);

			assertThat(writer.failure()).isInstanceOf(ConnectionClosedException.class)
				.hasMessageContaining("closed or aborted by this side");
			assertSpoilt(peer, connection);
		}
	}

	@Test
	void abortResetsThePeerAndCloseEndsItOrderly() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			FramedConnection aborted = connect(peer, LONG, LONG);
			Socket first = peer.accepted();
			FramedConnection closed = connect(peer, LONG, LONG);
			Socket second = peer.accepted();

			aborted.abort();
			closed.close();

			assertThatExceptionOfType(IOException.class).isThrownBy(() -> first.getInputStream().read());
			assertThat(second.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void interruptBeforeAnExchangeLeavesTheConnectionAsItWas() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			Thread.currentThread().interrupt();
			try {
				assertThatExceptionOfType(WireInterruptedException.class).isThrownBy(() -> connection.exchange(HELLO))
					.withMessageContaining("interrupted before writing")
					.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isZero());
			}
			finally {
				assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
			}

			assertThat(connection.isClean()).isTrue();
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
		}
	}

	@Test
	void interruptKeepsItsFlagAndNeverDeniesWhatWasWritten() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			// often: an interrupt may come between the system's taking the bytes and the
			// JDK's
			// saying so, and then the JDK throws
			for (int i = 0; i < 300; i++) {
				try (FramedConnection connection = connect(peer, LONG, LONG)) {
					Background<Boolean> caller = Background.call(() -> {
						assertThatExceptionOfType(WireInterruptedException.class)
							.isThrownBy(() -> connection.exchange(HELLO))
							.withMessageContaining("interrupted during ")
							.satisfies((ex) -> assertThat(ex.requestBytesWritten()).isEqualTo(9));
						return Thread.currentThread().isInterrupted();
					});
					peer.accepted().getInputStream().readNBytes(9);

					caller.interrupt();

					assertThat(caller.result()).isTrue();
					assertThat(connection.requestBytesWritten()).isEqualTo(9);
					assertSpoilt(peer, connection);
				}
			}
		}
	}

	@Test
	void checkOnAnInterruptedThreadHarmsNothing() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = connect(peer, LONG, LONG)) {
			Thread.currentThread().interrupt();
			Liveness seen;
			try {
				seen = peer.factory().check(connection);
			}
			finally {
				assertThat(Thread.interrupted()).isTrue();
			}

			assertThat(seen).isEqualTo(Liveness.ALIVE);
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
		}
	}

	private static FramedConnection connect(ScriptedPeer peer, Duration read, Duration write) throws IOException {
		return peer.factory(SocketSettings.defaults().withTimeouts(read, write)).open(ScriptedPeer.request(LONG));
	}

	private static void end(FramedConnection connection, boolean abort) throws IOException {
		if (abort) {
			connection.abort();
		}
		else {
			connection.close();
		}
	}

	/** Can never be lent again, whoever asks. */
	private static void assertSpoilt(ScriptedPeer peer, FramedConnection connection) {
		assertThat(connection.isClean()).isFalse();
		assertThat(connection.isIdle()).isFalse();
		assertThat(connection.exchangesBegun()).isEqualTo(connection.exchangesEnded() + 1);
		assertThat(peer.factory().check(connection)).isEqualTo(Liveness.DEAD);
		assertThat(peer.factory().isReusableAfter(connection, new IllegalStateException())).isFalse();
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.exchange(HELLO));
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(connection::receive);
	}

	/** How an exchange may end before its reply is complete. */
	enum Ending {

		TIMEOUT(WireTimeoutException.class) {
			@Override
			void happen(FramedConnection connection, Background<byte[]> caller, Socket server) {
				// it comes by itself
			}
		},
		FIN(ConnectionClosedException.class) {
			@Override
			void happen(FramedConnection connection, Background<byte[]> caller, Socket server) throws IOException {
				server.shutdownOutput();
			}
		},
		RST(ConnectionClosedException.class) {
			@Override
			void happen(FramedConnection connection, Background<byte[]> caller, Socket server) throws IOException {
				ScriptedPeer.reset(server);
			}
		},
		INTERRUPT(WireInterruptedException.class) {
			@Override
			void happen(FramedConnection connection, Background<byte[]> caller, Socket server)
					throws InterruptedException {
				caller.interrupt();
			}
		},
		ABORT(ConnectionClosedException.class) {
			@Override
			void happen(FramedConnection connection, Background<byte[]> caller, Socket server) {
				connection.abort();
			}
		},
		CLOSE(ConnectionClosedException.class) {
			@Override
			void happen(FramedConnection connection, Background<byte[]> caller, Socket server) throws IOException {
				connection.close();
			}
		};

		private final Class<? extends IOException> failure;

		Ending(Class<? extends IOException> failure) {
			this.failure = failure;
		}

		abstract void happen(FramedConnection connection, Background<byte[]> caller, Socket server) throws Exception;

	}

}
