package io.connpool.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.NanoClock;
import io.connpool.test.FaultProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class TcpConnectionFactoryTests {

	private static final byte[] HELLO = "HELLO".getBytes(StandardCharsets.US_ASCII);

	private static final Duration LONG = Duration.ofSeconds(60);

	@Test
	void uriMustBeTcp() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TcpConnectionFactory.of(URI.create("http://localhost:80"), ScriptedPeer.CODEC,
					SocketSettings.defaults()))
			.withMessageContaining("scheme \"http\"");
	}

	@Test
	void refusedConnectionNamesTheAddress() throws IOException {
		int port = unusedPort();
		TcpConnectionFactory factory = factory("127.0.0.1", port);

		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> factory.open(ScriptedPeer.request(LONG)))
			.withMessage("tcp://127.0.0.1:" + port + " – cannot connect: 127.0.0.1 Connection refused")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
	}

	@Test
	void everyAddressTriedIsNamed() throws IOException {
		int port = unusedPort();

		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> dial(port, DeadlineWatch.SHARED, "127.0.0.1", "127.0.0.2").open(Deadline.after(LONG)))
			.withMessageContaining("127.0.0.1 Connection refused, 127.0.0.2 Connection refused")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(2));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void firstAddressThatAnswersIsTaken() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = dial(peer.port(), DeadlineWatch.SHARED, "127.0.0.2", "127.0.0.1")
					.open(Deadline.after(LONG))) {
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
			assertThat(connection.remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", peer.port()));
		}
	}

	@Test
	void unknownHostNamesTheUri() {
		TcpConnectionFactory factory = factory("no-such-host.invalid", 9009);

		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> factory.open(ScriptedPeer.request(LONG)))
			.withMessageContaining("tcp://no-such-host.invalid:9009 – the host name cannot be resolved");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void blackHoleEndsWithTheDeadline() throws Exception {
		try (BlackHole hole = new BlackHole("127.0.0.1", 0)) {
			assertThatExceptionOfType(WireTimeoutException.class)
				.isThrownBy(() -> factory("127.0.0.1", hole.port()).open(ScriptedPeer.request(Duration.ofMillis(200))))
				.withMessageContaining("127.0.0.1 no answer within")
				.satisfies((ex) -> assertThat(ex.phase()).isEqualTo(WirePhase.CONNECT))
				.satisfies((ex) -> assertThat(ex.limit()).isBetween(Duration.ofMillis(1), Duration.ofMillis(200)));
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void addressBehindABlackHoleLeavesTimeForTheOthers() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				BlackHole hole = new BlackHole("127.0.0.2", peer.port());
				FramedConnection connection = dial(hole.port(), DeadlineWatch.SHARED, "127.0.0.2", "127.0.0.1")
					.open(Deadline.after(Duration.ofSeconds(2)))) {
			assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void interruptEndsConnecting() throws Exception {
		try (BlackHole hole = new BlackHole("127.0.0.1", 0)) {
			List<Thread> started = new ArrayList<>();
			DeadlineWatch watch = new DeadlineWatch(NanoClock.SYSTEM, (task) -> {
				Thread thread = DeadlineWatch.newThread(task);
				started.add(thread);
				return thread;
			});
			Background<Boolean> caller = Background.call(() -> {
				assertThatExceptionOfType(WireInterruptedException.class)
					.isThrownBy(() -> dial(hole.port(), watch, "127.0.0.1").open(Deadline.after(LONG)))
					.satisfies((ex) -> assertThat(ex.phase()).isEqualTo(WirePhase.CONNECT));
				return Thread.currentThread().isInterrupted();
			});
			await().until(() -> !started.isEmpty());

			caller.interrupt();

			assertThat(caller.result()).isTrue();
			// nothing is left to watch, so no channel is left open
			await().until(() -> !started.get(0).isAlive());
		}
	}

	@Test
	void expiredDeadlineConnectsToNothing() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			assertThatExceptionOfType(WireTimeoutException.class)
				.isThrownBy(() -> peer.factory().open(ScriptedPeer.request(Duration.ZERO)))
				.withMessageContaining("no time was left");
		}
	}

	@Test
	void closedConnectionsLeaveNoThread() throws IOException {
		List<Thread> started = new ArrayList<>();
		DeadlineWatch watch = new DeadlineWatch(NanoClock.SYSTEM, (task) -> {
			Thread thread = DeadlineWatch.newThread(task);
			started.add(thread);
			return thread;
		});
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			FramedConnection closed = dial(peer.port(), watch, "127.0.0.1").open(Deadline.after(LONG));
			FramedConnection aborted = dial(peer.port(), watch, "127.0.0.1").open(Deadline.after(LONG));
			FramedConnection failed = dial(peer.port(), watch, "127.0.0.1").open(Deadline.after(LONG));
			assertThatExceptionOfType(WireTimeoutException.class)
				.isThrownBy(() -> failed.exchange(HELLO, Duration.ofMillis(5)));
			closed.close();
			aborted.abort();
		}

		assertThat(started).hasSize(1);
		await().untilAsserted(() -> assertThat(started.get(0).isAlive()).isFalse());
	}

	@Test
	void quietConnectionIsAlive() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			for (int i = 0; i < 3; i++) {
				assertThat(peer.factory().check(connection)).isEqualTo(Liveness.ALIVE);
				assertThat(peer.factory().check(connection)).isEqualTo(Liveness.ALIVE);
				assertThat(connection.exchange(HELLO)).isEqualTo(HELLO);
			}
		}
	}

	@Test
	void checkSeesThatThePeerHasClosed() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			peer.accepted().close();

			await().untilAsserted(() -> assertThat(peer.factory().check(connection)).isEqualTo(Liveness.DEAD));
			assertThat(peer.factory().isReusableAfter(connection, new IllegalStateException())).isFalse();
		}
	}

	@Test
	void checkSeesThatThePeerHasReset() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			ScriptedPeer.reset(peer.accepted());

			await().untilAsserted(() -> assertThat(peer.factory().check(connection)).isEqualTo(Liveness.DEAD));
		}
	}

	@Test
	void checkSeesBytesNobodyAskedForAndWritesNothing() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			Socket server = peer.accepted();
			ScriptedPeer.write(server, new byte[1]);

			await().until(() -> {
				boolean dead = peer.factory().check(connection) == Liveness.DEAD;
				assertThat(connection.isClean()).as("clean if nothing was there yet").isEqualTo(!dead);
				return dead;
			});
			assertThat(peer.factory().check(connection)).as("stays dead").isEqualTo(Liveness.DEAD);
			assertThat(connection.isClean()).isFalse();
			assertThat(server.getInputStream().available()).isZero();
		}
	}

	@Test
	void checkSeesALateReplyToAnEarlierUser() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT);
				FramedConnection connection = peer.connect()) {
			connection.send(HELLO);

			assertThat(peer.factory().check(connection)).isEqualTo(Liveness.DEAD);
		}
	}

	@Test
	void checkOfAClosedConnectionIsDead() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			FramedConnection connection = peer.connect();
			peer.factory().close(connection);
			assertThat(peer.factory().check(connection)).isEqualTo(Liveness.DEAD);

			FramedConnection other = peer.connect();
			peer.factory().abort(other);
			assertThat(peer.factory().check(other)).isEqualTo(Liveness.DEAD);
		}
	}

	@Test
	void connectionIsReusableAfterABusinessFailureOnly() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			connection.exchange(HELLO);

			assertThat(peer.factory().isReusableAfter(connection, new IllegalArgumentException("wrong password")))
				.isTrue();
			assertThat(peer.factory().isReusableAfter(connection, new IOException("of whatever origin"))).isFalse();
		}
	}

	@Test
	void factoryWithoutPingDoesNotValidateAndOneWithPingDoes() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			TcpConnectionFactory plain = peer.factory();
			TcpConnectionFactory pinging = plain.validateWith(HELLO, (reply) -> Arrays.equals(reply, HELLO));

			assertThat(overridesValidate(plain)).isFalse();
			assertThat(overridesValidate(pinging)).isTrue();
			try (FramedConnection connection = pinging.open(ScriptedPeer.request(LONG))) {
				assertThat(pinging.check(connection)).isEqualTo(Liveness.UNKNOWN);
				assertThat(pinging.validate(connection, Deadline.after(LONG))).isTrue();
				assertThat(connection.exchangesEnded()).isEqualTo(1);
				assertThat(plain.validateWith(HELLO, (reply) -> false).validate(connection, Deadline.after(LONG)))
					.isFalse();
			}
		}
	}

	@Test
	void connectionOfAUseThatWasGivenUpIsNotReusable() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			TcpConnectionFactory factory = peer.factory();
			connection.exchange(HELLO);

			for (Throwable failure : List.of(new InterruptedException(), new CancellationException(),
					new TimeoutException(), new StackOverflowError())) {
				assertThat(factory.isReusableAfter(connection, failure)).as(failure.toString()).isFalse();
				assertThat(factory.isReusableAfter(connection, new CompletionException(failure)))
					.as("because of " + failure)
					.isFalse();
			}
			assertThat(factory.isReusableAfter(connection, new CompletionException(null))).isTrue();
		}
	}

	@Test
	void connectionThatAnInterruptedThreadFailedWithIsNotReusable() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FramedConnection connection = peer.connect()) {
			Thread.currentThread().interrupt();
			boolean reusable;
			try {
				reusable = peer.factory().isReusableAfter(connection, new IllegalStateException());
			}
			finally {
				assertThat(Thread.interrupted()).isTrue();
			}

			assertThat(reusable).isFalse();
		}
	}

	@Test
	void pingThroughABlackHoleFailsAtItsDeadline() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
				FaultProxy proxy = FaultProxy.to("127.0.0.1", peer.port())) {
			TcpConnectionFactory factory = TcpConnectionFactory
				.of(proxy.uri(), ScriptedPeer.CODEC, SocketSettings.defaults())
				.validateWith(HELLO, (reply) -> true);
			try (FramedConnection connection = factory.open(ScriptedPeer.request(LONG))) {
				assertThat(factory.validate(connection, Deadline.after(LONG))).isTrue();
				proxy.mute();

				assertThat(factory.check(connection)).as("a check cannot see it").isEqualTo(Liveness.UNKNOWN);
				assertThatExceptionOfType(WireTimeoutException.class)
					.isThrownBy(() -> factory.validate(connection, Deadline.after(Duration.ofMillis(50))));
				assertThat(factory.check(connection)).isEqualTo(Liveness.DEAD);
			}
		}
	}

	@Test
	void socketOptionsReachTheSocket() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			SocketSettings settings = new SocketSettings(LONG, LONG, false, false, 20_000, 30_000);
			try (FramedConnection connection = peer.factory(settings).open(ScriptedPeer.request(LONG))) {
				assertThat(connection.exchange(new byte[1 << 20])).hasSize(1 << 20);
			}
		}
	}

	@Test
	void factoryDescribesItself() {
		assertThat(factory("localhost", 9009))
			.hasToString("tcp://localhost:9009 (length-prefixed (4 bytes, big endian, max-frame-size 67108864))");
	}

	private static boolean overridesValidate(TcpConnectionFactory factory) throws NoSuchMethodException {
		return factory.getClass()
			.getMethod("validate", Object.class, Deadline.class)
			.getDeclaringClass() != ConnectionFactory.class;
	}

	private static TcpConnectionFactory factory(String host, int port) {
		return TcpConnectionFactory.of(URI.create("tcp://" + host + ":" + port), ScriptedPeer.CODEC,
				SocketSettings.defaults());
	}

	private static TcpDial dial(int port, DeadlineWatch watch, String... addresses) {
		return new TcpDial(new TcpAddress("several", port), ScriptedPeer.CODEC, SocketSettings.defaults(), (host) -> {
			InetAddress[] resolved = new InetAddress[addresses.length];
			for (int i = 0; i < addresses.length; i++) {
				resolved[i] = InetAddress.getByName(addresses[i]);
			}
			return resolved;
		}, watch);
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * A listener whose backlog is full, so that the system ignores who wants to connect.
	 */
	private static final class BlackHole implements AutoCloseable {

		private final ServerSocket listener = new ServerSocket();

		private final List<SocketChannel> fillers = new ArrayList<>();

		BlackHole(String address, int port) throws IOException {
			this.listener.bind(new InetSocketAddress(address, port), 1);
			// two fit; those after them are never answered
			for (int i = 0; i < 8; i++) {
				SocketChannel filler = SocketChannel.open();
				filler.configureBlocking(false);
				filler.connect(this.listener.getLocalSocketAddress());
				this.fillers.add(filler);
			}
		}

		int port() {
			return this.listener.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			for (SocketChannel filler : this.fillers) {
				filler.close();
			}
			this.listener.close();
		}

	}

}
