package io.connpool.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.CloseReport;
import io.connpool.ConnectionOpenException;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolSettings;
import io.connpool.PoolState;
import io.connpool.WarmUp;
import io.connpool.engine.ConnectionPools;
import io.connpool.spring.testkit.FakeConnection;
import io.connpool.spring.testkit.FakeConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link RestartableConnectionPool} through its life.
 */
class RestartableConnectionPoolTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	private final AtomicInteger built = new AtomicInteger();

	private PoolSettings settings = PoolSettings.builder()
		.name("fake")
		.maxSize(4)
		.acquireTimeout(SOON)
		.openTimeout(Duration.ofSeconds(10))
		.build();

	private final RestartableConnectionPool<FakeConnection> pool = new RestartableConnectionPool<>(this.settings,
			this::build);

	@AfterEach
	void closePool() {
		this.pool.close(Duration.ZERO);
	}

	@Test
	void newPoolIsReadyAndHasOpenedNothing() {
		assertThat(this.pool.stats().state()).isEqualTo(PoolState.RUNNING);
		assertThat(this.pool.stats().total()).isZero();
		assertThat(this.pool.stats().maxSize()).isEqualTo(4);
		assertThat(this.pool.settings()).isEqualTo(this.settings);
		assertThat(this.pool.name()).isEqualTo("fake");
		assertThat(this.pool.tryAcquire()).isNull();
		this.pool.evictAll();

		assertThat(this.built).hasValue(0);
	}

	@Test
	void firstCallersStartItOnce() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(8);
		CountDownLatch together = new CountDownLatch(1);
		List<Future<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			results.add(callers.submit(() -> {
				together.await();
				return this.pool.<Integer, RuntimeException>execute((connection) -> 1);
			}));
		}

		together.countDown();
		for (Future<Integer> result : results) {
			assertThat(result.get(20, TimeUnit.SECONDS)).isOne();
		}
		callers.shutdownNow();

		assertThat(this.built).hasValue(1);
		assertThat(this.pool.stats().acquired()).isEqualTo(8);
	}

	@Test
	void startingTwiceBuildsOnce() {
		this.pool.start();
		this.pool.start();

		assertThat(this.built).hasValue(1);
	}

	@Test
	void everyCallReachesTheRunningPool() throws Exception {
		this.pool.resize(1, 2);
		assertThat(this.pool.settings().maxSize()).isEqualTo(2);
		this.pool.suspend();
		assertThat(this.pool.stats().state()).isEqualTo(PoolState.SUSPENDED);
		this.pool.resume();
		try (Lease<FakeConnection> lease = this.pool.acquireAsync(SOON).get(20, TimeUnit.SECONDS)) {
			assertThat(this.pool.stats().active()).isOne();
			lease.retire();
		}
		try (Lease<FakeConnection> lease = this.pool.acquire(SOON)) {
			assertThat(lease.connection()).isNotNull();
		}
		assertThat(this.built).hasValue(1);
	}

	@Test
	void stoppedPoolRefusesUntilItIsStarted() throws Exception {
		this.pool.execute((connection) -> 1);

		assertThat(this.pool.stop()).isNotNull();
		assertThat(this.pool.stop()).isNull();

		assertThatExceptionOfType(PoolClosedException.class).isThrownBy(this.pool::acquire);
		assertThat(this.pool.stats().state()).isEqualTo(PoolState.CLOSED);
		assertThat(this.factory.live()).hasValue(0);
		this.pool.start();
		assertThat(this.pool.<Integer, RuntimeException>execute((connection) -> 1)).isOne();
		assertThat(this.built).hasValue(2);
	}

	@Test
	void startWaitsForTheEndOfTheDrain() throws Exception {
		this.pool.start();
		Lease<FakeConnection> lease = this.pool.acquire();
		Thread stopping = new Thread(this.pool::stop, "stopping");
		Thread starting = new Thread(this.pool::start, "starting");
		try {
			stopping.start();
			Awaitility.await().until(() -> this.pool.toString().contains("STOPPING"));
			starting.start();
			Awaitility.await().until(() -> starting.getState() == Thread.State.WAITING || !starting.isAlive());

			assertThat(this.built).hasValue(1);
			assertThatExceptionOfType(PoolClosedException.class).isThrownBy(this.pool::acquire);
			assertThat(this.pool.stop()).isNull();
		}
		finally {
			lease.close();
			stopping.join();
			starting.join();
		}

		assertThat(this.built).hasValue(2);
		assertThat(this.pool.<Integer, RuntimeException>execute((connection) -> 1)).isOne();
	}

	@Test
	void poolClosedWhileItDrainsIsNotStarted() throws Exception {
		this.pool.start();
		Lease<FakeConnection> lease = this.pool.acquire();
		Thread stopping = new Thread(this.pool::stop, "stopping");
		stopping.start();
		Awaitility.await().until(() -> this.pool.toString().contains("STOPPING"));
		Thread starting = new Thread(this.pool::start, "starting");
		starting.start();

		this.pool.close(Duration.ZERO);
		lease.close();
		stopping.join();
		starting.join();

		assertThat(this.built).hasValue(1);
		assertThat(this.pool.toString()).contains("CLOSED");
	}

	@Test
	void poolStoppedBeforeItWasUsedIsNotStartedByCallers() {
		assertThat(this.pool.stop()).isNull();

		assertThatExceptionOfType(PoolClosedException.class).isThrownBy(this.pool::acquire);
		assertThatExceptionOfType(PoolClosedException.class).isThrownBy(this.pool::tryAcquire);
		assertThatExceptionOfType(PoolClosedException.class).isThrownBy(() -> this.pool.execute((connection) -> 1));
		assertThat(this.pool.acquireAsync(SOON)).failsWithin(SOON)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(PoolClosedException.class);
		assertThat(this.pool.stats().state()).isEqualTo(PoolState.CLOSED);
		assertThat(this.built).hasValue(0);
	}

	@Test
	void closedPoolIsNotStartedAgain() {
		this.pool.execute((connection) -> 1);

		CloseReport report = this.pool.close(Duration.ZERO);
		this.pool.start();

		assertThat(report.isClean()).isTrue();
		assertThatExceptionOfType(PoolClosedException.class).isThrownBy(this.pool::acquire);
		assertThat(this.pool.close(SOON)).isEqualTo(report);
		assertThat(this.built).hasValue(1);
	}

	@Test
	void closingAnUnusedPoolFindsNothing() {
		assertThat(this.pool.close(SOON)).isEqualTo(new CloseReport("fake", Duration.ZERO, 0, List.of(), List.of()));
	}

	@Test
	void actionsRunOnceAfterTheEnd() {
		List<PoolState> seen = new ArrayList<>();
		this.pool.start();
		this.pool.onClose(() -> seen.add(this.pool.stats().state()));

		this.pool.stop();
		assertThat(seen).isEmpty();
		this.pool.close();
		this.pool.close();
		assertThat(seen).containsExactly(PoolState.CLOSED);

		this.pool.onClose(() -> seen.add(null));
		assertThat(seen).hasSize(2);
	}

	@Test
	void poolThatCouldNotStartCanBeStartedLater() {
		this.settings = this.settings.toBuilder().warmUp(WarmUp.FAIL_FAST).build();
		this.factory.breakDown();
		assertThatExceptionOfType(ConnectionOpenException.class).isThrownBy(this.pool::start);

		this.factory.recover();
		this.pool.start();

		assertThat(this.pool.<Integer, RuntimeException>execute((connection) -> 1)).isOne();
	}

	private ConnectionPool<FakeConnection> build() {
		this.built.incrementAndGet();
		return ConnectionPools.builder(this.factory).settings(this.settings).build();
	}

}
