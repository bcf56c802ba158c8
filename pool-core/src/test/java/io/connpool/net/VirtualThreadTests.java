package io.connpool.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.Liveness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The same on virtual threads, where there are any.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "no virtual threads before Java 21")
class VirtualThreadTests {

	/** More than the JDK would make carriers to stand in for pinned ones. */
	private static final int MANY = 300;

	private static final byte[] HELLO = "HELLO".getBytes(StandardCharsets.US_ASCII);

	@Test
	void manyExchangeAtOnce() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			List<Background<Liveness>> callers = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				byte id = (byte) i;
				callers.add(Background.callVirtually(() -> {
					TcpConnectionFactory factory = peer.factory();
					try (FramedConnection connection = factory.open(ScriptedPeer.request(Duration.ofMinutes(1)))) {
						for (byte round = 0; round < 20; round++) {
							assertThat(connection.exchange(new byte[] { id, round })).containsExactly(id, round);
							assertThat(factory.check(connection)).isEqualTo(Liveness.ALIVE);
						}
						return factory.check(connection);
					}
				}));
			}
			for (Background<Liveness> caller : callers) {
				assertThat(caller.result()).isEqualTo(Liveness.ALIVE);
			}
		}
	}

	@Test
	void thoseThatWaitHoldNoCarrier() throws Exception {
		try (ScriptedPeer silent = ScriptedPeer.playing(ScriptedPeer.SILENT);
				ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			List<FramedConnection> connections = new ArrayList<>();
			List<Background<byte[]>> waiting = new ArrayList<>();
			for (int i = 0; i < MANY; i++) {
				FramedConnection connection = silent.connect();
				connections.add(connection);
				waiting.add(Background.callVirtually(() -> connection.exchange(HELLO)));
				silent.accepted().getInputStream().readNBytes(9);
			}

			Background<byte[]> other = Background.callVirtually(() -> {
				try (FramedConnection connection = peer.connect()) {
					return connection.exchange(HELLO);
				}
			});

			assertThat(other.result()).isEqualTo(HELLO);
			assertThat(waiting).noneMatch(Background::isDone);
			connections.forEach(FramedConnection::abort);
			for (Background<byte[]> waiter : waiting) {
				assertThat(waiter.failure()).isInstanceOf(ConnectionClosedException.class);
			}
		}
	}

	@Test
	void exchangeTimesOut() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Background<byte[]> caller = Background
				.callVirtually(() -> connection.exchange(HELLO, Duration.ofMillis(50)));

			assertThat(caller.failure()).isInstanceOf(WireTimeoutException.class);
			assertThat(connection.isClean()).isFalse();
		}
	}

	@Test
	void writeTimesOut() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Background<byte[]> caller = Background
				.callVirtually(() -> connection.exchange(new byte[60 << 20], Duration.ofMillis(200)));

			assertThat(caller.failure()).isInstanceOfSatisfying(WireTimeoutException.class,
					(ex) -> assertThat(ex.phase()).isEqualTo(WirePhase.WRITE));
		}
	}

	@Test
	void interruptEndsTheExchange() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Background<Boolean> caller = Background.callVirtually(() -> {
				assertThatExceptionOfType(WireInterruptedException.class).isThrownBy(() -> connection.exchange(HELLO));
				return Thread.currentThread().isInterrupted();
			});
			peer.accepted().getInputStream().readNBytes(9);

			caller.interrupt();

			assertThat(caller.result()).isTrue();
			assertThat(connection.isClean()).isFalse();
		}
	}

	@Test
	void connectionOpenedVirtuallyServesPlatformThreads() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			FramedConnection connection = Background.callVirtually(peer::connect).result();

			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
			assertThat(peer.factory().check(connection)).isEqualTo(Liveness.ALIVE);
			Background<byte[]> reader = Background.call(connection::receive);
			reader.interrupt();
			assertThat(reader.failure()).isInstanceOf(WireInterruptedException.class);
		}
	}

}
