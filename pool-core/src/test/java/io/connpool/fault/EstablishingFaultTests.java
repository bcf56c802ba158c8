package io.connpool.fault;

import java.net.ConnectException;
import java.time.Duration;

import io.connpool.AcquireTimeoutException;
import io.connpool.CloseReason;
import io.connpool.ConnectionOpenException;
import io.connpool.Liveness;
import io.connpool.PoolException;
import io.connpool.net.ConnectionClosedException;
import io.connpool.net.FramedConnection;
import io.connpool.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Connections that cannot be established, or not quite: group A of docs/faults.md. */
class EstablishingFaultTests {

	/** Much longer than what an open is given, which is what ends it. */
	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	@RegisterExtension
	final Scene scene = new Scene();

	/** Whether the server is one that hangs up. */
	private volatile boolean hangsUp;

	@Test
	void refusedConnectionsAreToldAtOnceWithTheirCause() throws Exception {
		this.scene.start((settings) -> settings.acquireTimeout(Duration.ofSeconds(30)));
		this.scene.ask();

		this.scene.proxy.refuse();
		this.scene.proxy.cut();

		long begun = System.nanoTime();
		assertThatExceptionOfType(ConnectionOpenException.class).isThrownBy(this.scene::ask)
			.withRootCauseInstanceOf(ConnectException.class)
			.withMessageContaining("scene – ");
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void greetingThatNeverComesEndsTheOpenAtItsLimit() {
		this.scene.hasCallsThatOverrun();
		this.scene.startGreeted((settings) -> settings.openTimeout(Duration.ofMillis(300)));

		this.scene.proxy.all(Fault.muteAfter(0).inReplies());

		assertNobodyIsServedInTime();
	}

	@Test
	void greetingThatDripsInEndsTheOpenAtItsLimit() {
		this.scene.hasCallsThatOverrun();
		this.scene.startGreeted((settings) -> settings.openTimeout(Duration.ofMillis(300)));

		this.scene.proxy.all(Fault.slice(1, Duration.ofMillis(100)).inReplies());

		assertNobodyIsServedInTime();
	}

	private void assertNobodyIsServedInTime() {
		for (int i = 0; i < 3; i++) {
			long begun = System.nanoTime();
			assertThatExceptionOfType(PoolException.class).isThrownBy(() -> this.scene.pool.acquire(TIMEOUT))
				.isInstanceOfAny(ConnectionOpenException.class, AcquireTimeoutException.class)
				.withStackTraceContaining("open-timeout 300 ms");
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT);
		}
	}

	/** A loop of crashes, or a balancer with nothing behind it. */
	@Test
	void serverThatHangsUpBeforeItsGreetingIsTriedTenTimesASecondAtMost() throws Exception {
		this.scene.startGreeted((settings) -> settings.maxSize(4));
		this.scene.ask();
		this.scene.proxy.all(Fault.closeAfter(0));

		assertNobodyIsServedAndAttemptsAreRare();
	}

	/**
	 * There is no greeting, but the server's hanging up arrives before the open ends: it
	 * has further to connect than to hang up, or something else is done in between.
	 */
	@Test
	void serverWhoseHangingUpIsFasterThanTheOpenIsTriedTenTimesASecondAtMost() throws Exception {
		this.scene.start((settings) -> settings.maxSize(4));
		this.scene.ask();
		this.hangsUp = true;
		this.scene.books.lastOfOpen = this::awaitHangingUp;
		this.scene.proxy.cut();
		this.scene.proxy.all(Fault.closeAfter(0));

		assertNobodyIsServedAndAttemptsAreRare();

		assertThat(this.scene.pool.stats().closed()).containsKey(CloseReason.DEAD_ON_ARRIVAL);
		this.hangsUp = false;
	}

	private void awaitHangingUp(FramedConnection connection) {
		await().atMost(Duration.ofSeconds(30))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> !this.hangsUp || this.scene.books.check(connection) == Liveness.DEAD);
	}

	private void assertNobodyIsServedAndAttemptsAreRare() throws Exception {
		long begun = System.nanoTime();
		try (Herd herd = new Herd(this.scene, 8)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> this.scene.pool.stats().openFailed() >= 6);
			await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
			assertThat(herd.failures()).hasAtLeastOneElementOfType(ConnectionOpenException.class);
		}

		double seconds = (System.nanoTime() - begun) / 1e9;
		assertThat(this.scene.proxy.accepted()).as("connections in %.1f s", seconds)
			.isLessThanOrEqualTo(1 + 4 + (long) (10 * seconds) + 1);
	}

	/**
	 * Without a greeting nobody can tell before the first request, unless the server's
	 * hanging up is fast; then each use costs a connection, and nobody else opens any but
	 * the probes.
	 */
	@Test
	void serverThatHangsUpAtOnceCostsOneConnectionForEachUse() {
		this.scene.start((settings) -> settings.maxSize(4));
		this.scene.proxy.all(Fault.closeAfter(0));

		long begun = System.nanoTime();
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(Exception.class).isThrownBy(this.scene::ask)
				.isInstanceOfAny(ConnectionClosedException.class, ConnectionOpenException.class);
		}

		double seconds = (System.nanoTime() - begun) / 1e9;
		assertThat(this.scene.proxy.accepted()).as("connections in %.1f s", seconds)
			.isLessThanOrEqualTo(20 + (long) (10 * seconds) + 1);
	}

	@Test
	void fullServerLeavesThePoolTheConnectionsItHas() throws Exception {
		this.scene.startGreeted((settings) -> settings.maxSize(4));
		this.scene.proxy.limit(2);
		this.scene.fill(2);

		long begun = System.nanoTime();
		try (Herd herd = new Herd(this.scene, 8)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> this.scene.proxy.rejected() >= 3);
			long before = herd.served();
			await().atMost(Duration.ofSeconds(30)).until(() -> herd.served() > before + 50);
			assertThat(herd.failures()).isEmpty();
		}

		double seconds = (System.nanoTime() - begun) / 1e9;
		assertThat(this.scene.proxy.rejected()).as("attempts in %.1f s", seconds)
			.isLessThanOrEqualTo(4 + (long) (10 * seconds) + 1);
		assertThat(this.scene.proxy.connection(1).isOpen()).isTrue();
		assertThat(this.scene.proxy.connection(2).isOpen()).isTrue();
	}

}
