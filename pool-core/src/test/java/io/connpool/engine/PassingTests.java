package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What running threads may do to those waiting, with real threads.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PassingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private Pool<Object> pool;

	private void start(Fairness fairness, int maxSize) throws InterruptedException {
		this.pool = (Pool<Object>) ConnectionPools.builder((request) -> new Object())
			.name("passing")
			.maxSize(maxSize)
			.fairness(fairness)
			.maxWaiting(1_000)
			.build();
		// whoever opened it is counted as waiting for a moment longer
		this.pool.acquire(LONG).close();
		while (this.pool.stats().waiting() > 0) {
			Thread.yield();
		}
	}

	@AfterEach
	void close() {
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertBooksBalance(this.pool, LONG);
	}

	/** A waiter that keeps what it gets until told; it is in line, behind others. */
	private Background<Boolean> waiter(int others, CountDownLatch keep) {
		Background<Boolean> waiter = new Background<>(() -> {
			try (Lease<Object> lease = this.pool.acquire(LONG)) {
				return keep.await(LONG.toSeconds(), TimeUnit.SECONDS);
			}
		});
		while (this.pool.stats().waiting() <= others || this.pool.queue.isEmpty()) {
			assertThat(waiter.isRunning()).isTrue();
			Thread.yield();
		}
		return waiter;
	}

	/** How often a running thread gets the connection before the waiter does. */
	private long passes(Fairness fairness) throws Exception {
		start(fairness, 1);
		Lease<Object> lease = this.pool.acquire(LONG);
		CountDownLatch keep = new CountDownLatch(1);
		Background<Boolean> waiter = waiter(0, keep);

		long passes = 0;
		lease.close();
		for (lease = this.pool.tryAcquire(); lease != null; lease = this.pool.tryAcquire()) {
			passes++;
			lease.close();
			assertThat(waiter.isRunning()).as("after %d passes", passes).isTrue();
		}

		keep.countDown();
		assertThat(waiter.get()).isTrue();
		return passes;
	}

	@Test
	void aRunningThreadPassesThoseWaitingNotForLong() throws Exception {
		long startedAt = System.nanoTime();

		passes(Fairness.BOUNDED);

		assertThat(System.nanoTime() - startedAt).as("a millisecond, and the time to start threads")
			.isLessThan(TimeUnit.SECONDS.toNanos(5));
	}

	@Test
	void nobodyIsPassedUnderStrictFairness() throws Exception {
		assertThat(passes(Fairness.STRICT)).isZero();
	}

	@Test
	void aThreadThatTakesNoMoreLeavesTheConnectionToThoseWaiting() throws Exception {
		start(Fairness.BOUNDED, 1);
		Lease<Object> lease = this.pool.acquire(LONG);
		CountDownLatch keep = new CountDownLatch(0);
		Background<?>[] waiters = new Background<?>[50];
		for (int i = 0; i < waiters.length; i++) {
			waiters[i] = waiter(i, keep);
		}

		lease.close();

		for (Background<?> waiter : waiters) {
			assertThat(waiter.get()).isEqualTo(true);
		}
		assertThat(this.pool.stats().timedOut()).isZero();
	}

	@Test
	void aFutureIsServedAtOnceBecauseItCannotLookForItself() throws Exception {
		start(Fairness.BOUNDED, 1);
		Lease<Object> lease = this.pool.acquire(LONG);
		CompletableFuture<Lease<Object>> future = this.pool.acquireAsync(LONG);

		lease.close();

		assertThat(this.pool.tryAcquire()).isNull();
		future.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
	}

	@Test
	void whoIsCalledAndGivesUpLeavesTheCallToTheNext() throws Exception {
		start(Fairness.BOUNDED, 1);
		for (int round = 0; round < 200; round++) {
			Lease<Object> lease = this.pool.acquire(LONG);
			Background<Boolean> impatient = waiter(0, new CountDownLatch(0));
			Background<Boolean> patient = waiter(1, new CountDownLatch(0));

			lease.close();
			impatient.thread().interrupt();

			assertThat(patient.get()).isTrue();
			impatient.failureOrNull();
		}
		PoolLeakAssertions.assertNothingLeased(this.pool, LONG);
		assertThat(this.pool.stats().idle()).isOne();
	}

}
