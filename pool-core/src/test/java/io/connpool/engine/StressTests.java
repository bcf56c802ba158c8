package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionFactory;
import io.connpool.ConnectionOpenException;
import io.connpool.ConnectionPool;
import io.connpool.Fairness;
import io.connpool.IdleOrder;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.PoolClosedException;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Many real threads at once. Whether a connection is lent to two, closed twice or used
 * after its end is noticed by the connection itself.
 */
class StressTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	private ConnectionPool<FakeConnection> pool;

	@AfterEach
	void nothingIsLeft() {
		if (this.pool == null) {
			return;
		}
		PoolLeakAssertions.assertNothingLeased(this.pool, PATIENCE);
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
		PoolLeakAssertions.assertNoThreads(this.pool.name(), PATIENCE);
	}

	private ConnectionPools.Builder<FakeConnection> builder(ConnectionFactory<FakeConnection> hooks) {
		return ConnectionPools.builder(hooks).name("stress").acquireTimeout(PATIENCE).maxWaiting(10_000_000);
	}

	// T06, T12, T20, T24: every hand-off is a chance to lose a wake-up
	@ParameterizedTest
	@EnumSource(IdleOrder.class)
	void noWakeUpIsLost(IdleOrder order) throws Exception {
		this.pool = builder(this.factory.openAndCloseOnly()).maxSize(2).idleOrder(order).build();

		Crowd.PLATFORM.run(this.pool, 6, (random) -> {
			for (int i = 0; i < 5_000; i++) {
				try (Lease<FakeConnection> lease = this.pool.acquire()) {
					use(lease);
				}
			}
		});

		assertThat(this.pool.stats().acquired()).isEqualTo(30_000);
		assertThat(this.factory.peak()).isLessThanOrEqualTo(2);
	}

	// T06, T20: those who leave forget nobody whom they passed
	@ParameterizedTest
	@EnumSource(Crowd.class)
	void nobodyWhoIsPassedIsForgotten(Crowd crowd) throws Exception {
		assumeThat(crowd.isSupported()).as("virtual threads").isTrue();
		this.pool = builder(this.factory.openAndCloseOnly()).maxSize(2).fairness(Fairness.BOUNDED).build();

		crowd.run(this.pool, 8, (random) -> {
			for (int i = 0; i < 3_000; i++) {
				try (Lease<FakeConnection> lease = this.pool.acquire()) {
					use(lease);
				}
				if (random.nextInt(4) == 0) {
					LockSupport.parkNanos(random.nextInt(50_000));
				}
			}
		});

		assertThat(this.pool.stats().acquired()).isEqualTo(24_000);
		assertThat(this.factory.peak()).isLessThanOrEqualTo(2);
	}

	private static void use(Lease<FakeConnection> lease) {
		FakeConnection connection = lease.connection();
		connection.enter();
		connection.leave();
	}

	// T20: the last release and the next acquire, with nobody else to make up for it
	@Test
	void noWakeUpIsLostBetweenTwoThreads() throws Exception {
		PoolRig rig = new PoolRig();
		rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> first = rig.lease();
		AtomicReference<Lease<FakeConnection>> next = new AtomicReference<>();
		AtomicInteger round = new AtomicInteger();
		int rounds = 20_000;
		Background<Boolean> acquirer = rig.background(() -> {
			for (int i = 1; i <= rounds; i++) {
				round.set(i);
				next.set(rig.pool.acquire(PATIENCE));
				for (int spin = i % 32; spin > 0; spin--) {
					Thread.onSpinWait();
				}
			}
			return true;
		});

		while (round.get() == 0) {
			Thread.yield();
		}
		first.close();
		rig.settle();
		Deadline deadline = Deadline.after(PATIENCE);
		SpinThenYield wait = new SpinThenYield();
		for (int i = 1; i <= rounds; i++) {
			wait.until(() -> next.get() != null || deadline.isExpired());
			if (next.get() == null) {
				throw new AssertionError("a wake-up was lost in round " + i + ": " + rig.stats());
			}
			next.getAndSet(null).close();
		}

		assertThat(acquirer.get()).isTrue();
		rig.end();
		this.pool = rig.pool;
	}

	// T21: time-outs race with hand-offs
	@ParameterizedTest
	@EnumSource(Fairness.class)
	void aTimeoutThatRacesWithAHandOffLosesNothing(Fairness fairness) throws Exception {
		this.pool = builder(this.factory.openAndCloseOnly()).maxSize(1).fairness(fairness).build();
		AtomicInteger served = new AtomicInteger();
		AtomicInteger late = new AtomicInteger();

		Crowd.PLATFORM.run(this.pool, 8, (random) -> {
			for (int i = 0; i < 2_000; i++) {
				try (Lease<FakeConnection> lease = this.pool.acquire(Duration.ofNanos(random.nextInt(200_000)))) {
					use(lease);
					served.incrementAndGet();
				}
				catch (AcquireTimeoutException ex) {
					late.incrementAndGet();
				}
			}
		});

		assertThat(served.get() + late.get()).isEqualTo(16_000);
		assertThat(this.pool.stats().acquired()).isEqualTo(served.get());
		assertThat(this.pool.stats().timedOut()).isEqualTo(late.get());
	}

	// T22: interrupts race with hand-offs
	@ParameterizedTest
	@EnumSource(Fairness.class)
	void anInterruptThatRacesWithAHandOffLosesNothing(Fairness fairness) throws Exception {
		this.pool = builder(this.factory.openAndCloseOnly()).maxSize(1).fairness(fairness).build();
		AtomicInteger interrupted = new AtomicInteger();

		Crowd.PLATFORM.run(this.pool, 4, (random) -> {
			for (int i = 0; i < 500; i++) {
				Thread caller = Thread.currentThread();
				CompletableFuture<Void> interrupt = CompletableFuture.runAsync(caller::interrupt);
				try (Lease<FakeConnection> lease = this.pool.acquire()) {
					use(lease);
				}
				catch (InterruptedException ex) {
					interrupted.incrementAndGet();
				}
				interrupt.join();
				Thread.interrupted();
			}
		});

		// whoever was served counts as waiting for a moment longer
		PoolLeakAssertions.assertNothingLeased(this.pool, PATIENCE);
		assertThat(this.pool.stats().acquired() + interrupted.get()).isEqualTo(2_000);
	}

	// T23: cancellation races with hand-offs
	@ParameterizedTest
	@EnumSource(Fairness.class)
	void aCancellationThatRacesWithAHandOffLosesNothing(Fairness fairness) throws Exception {
		this.pool = builder(this.factory.openAndCloseOnly()).maxSize(1).fairness(fairness).build();

		Crowd.PLATFORM.run(this.pool, 4, (random) -> {
			for (int i = 0; i < 3_000; i++) {
				CompletableFuture<Lease<FakeConnection>> future = this.pool.acquireAsync(PATIENCE);
				if (random.nextBoolean()) {
					Thread.yield();
				}
				if (!future.cancel(true)) {
					try (Lease<FakeConnection> lease = future.join()) {
						use(lease);
					}
				}
			}
		});

		PoolLeakAssertions.assertNothingLeased(this.pool, PATIENCE);
	}

	// T65, T66: a lease is ended by two threads at once
	@Test
	void aLeaseEndedByManyThreadsEndsOnce() throws Exception {
		this.pool = builder(this.factory.openAndCloseOnly()).maxSize(2).build();

		Crowd.PLATFORM.run(this.pool, 2, (random) -> {
			for (int i = 0; i < 3_000; i++) {
				Lease<FakeConnection> lease = this.pool.acquire();
				use(lease);
				CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
					if (random.nextInt(10) == 0) {
						lease.invalidate(new IOException("reset"));
					}
					else {
						lease.close();
					}
				});
				lease.close();
				other.join();
			}
		});

		assertThat(this.pool.stats().acquired()).isEqualTo(6_000);
		assertThat(this.pool.stats().active()).isZero();
	}

	// T12, T15, T53, T80, T85: everything at once
	@ParameterizedTest
	@CsvSource({ "PLATFORM, STRICT", "PLATFORM, BOUNDED", "VIRTUAL, STRICT", "VIRTUAL, BOUNDED" })
	void everythingAtOnceLosesNothing(Crowd crowd, Fairness fairness) throws Exception {
		assumeThat(crowd.isSupported()).as("virtual threads").isTrue();
		this.pool = builder(this.factory).maxSize(4)
			.fairness(fairness)
			.minIdle(1)
			.maxUses(50)
			.maxLifetime(Duration.ofMillis(200))
			.idleTimeout(Duration.ofMillis(50))
			.keepaliveInterval(Duration.ofMillis(20))
			.validateAfterIdle(Duration.ofMillis(1))
			.build();
		this.factory.opens().failNext(20, new IOException("refused"));

		crowd.run(this.pool, (crowd == Crowd.PLATFORM) ? 8 : 200, (random) -> {
			for (int i = 0; i < ((crowd == Crowd.PLATFORM) ? 1_500 : 60); i++) {
				disturb(random);
				try (Lease<FakeConnection> lease = this.pool.acquire()) {
					use(lease);
					if (random.nextInt(20) == 0) {
						lease.invalidate(new IOException("reset"));
					}
				}
				catch (ConnectionOpenException ex) {
					assertThat(ex).hasMessageContaining("refused");
				}
			}
		});

		PoolStats stats = this.pool.stats();
		assertThat(stats.total()).isLessThanOrEqualTo(stats.maxSize());
		assertThat(this.factory.peak()).isLessThanOrEqualTo(6);
	}

	private void disturb(Random random) {
		switch (random.nextInt(100)) {
			case 0 -> this.pool.evictAll();
			case 1 -> this.pool.resize(random.nextInt(2), 3 + random.nextInt(4));
			case 2 -> this.pool.stats();
			case 3 -> this.factory.checks().answerNext(Liveness.DEAD);
			case 4 -> this.factory.validations().answerNext(false);
			case 5 -> this.factory.resets().failNext(1, new IOException("reset"));
			case 6 -> this.pool.acquireAsync(Duration.ofMillis(1)).cancel(true);
			default -> {
			}
		}
	}

	// T53, T54: close races with acquire and release
	@Test
	void closeThatRacesWithEverythingLeavesNothing() throws Exception {
		for (int round = 0; round < 100; round++) {
			ConnectionPool<FakeConnection> closing = builder(this.factory).maxSize(3).build();
			this.pool = closing;
			Crowd.PLATFORM.run(this.pool, 4, (random) -> {
				try {
					for (int i = 0; i < 1_000; i++) {
						try (Lease<FakeConnection> lease = closing.acquire()) {
							use(lease);
						}
						if (i == random.nextInt(50)) {
							closing.close();
						}
					}
				}
				catch (PoolClosedException ex) {
					assertThat(closing.stats().state()).isGreaterThanOrEqualTo(PoolState.CLOSING);
				}
			});
			closing.close();
			PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
		}
	}

}
