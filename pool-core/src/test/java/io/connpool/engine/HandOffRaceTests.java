package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionPool;
import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads meet in the instant in which one of them gives back the only connection and
 * the other joins the line, and nobody else comes to the rescue afterwards (T20). Tens of
 * thousands of meetings, each a little differently timed: a wake-up that is lost shows as
 * an acquire that times out beside an idle connection.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HandOffRaceTests {

	private static final int MEETINGS = 60_000;

	private static final int TRIES = 3_000_000;

	private static final Duration LONG = Duration.ofSeconds(5);

	private ConnectionPool<Object> pool;

	/** The meeting that has begun. */
	private final AtomicInteger begun = new AtomicInteger();

	/** The meeting whose release is over. */
	private final AtomicInteger released = new AtomicInteger();

	private void start(Fairness fairness) {
		this.pool = ConnectionPools.builder((request) -> new Object())
			.name("race")
			.maxSize(1)
			.fairness(fairness)
			.build();
	}

	@AfterEach
	void close() {
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertBooksBalance(this.pool, LONG);
	}

	@ParameterizedTest
	@EnumSource(Fairness.class)
	void noWakeUpIsLostBetweenReleaseAndJoin(Fairness fairness) throws Exception {
		start(fairness);
		AtomicReference<Lease<Object>> held = new AtomicReference<>(this.pool.acquire(LONG));
		SpinThenYield wait = new SpinThenYield();
		Thread releaser = new Thread(() -> {
			SpinThenYield its = new SpinThenYield();
			for (int meeting = 1; meeting <= MEETINGS; meeting++) {
				await(its, this.begun, meeting);
				spin(meeting * 7 % 61);
				held.get().close();
				this.released.set(meeting);
			}
		}, "releaser");
		releaser.setDaemon(true);
		releaser.start();

		int lost = 0;
		for (int meeting = 1; meeting <= MEETINGS && lost == 0; meeting++) {
			this.begun.set(meeting);
			spin(meeting * 13 % 67);
			Lease<Object> lease;
			try {
				lease = this.pool.acquire(LONG);
			}
			catch (AcquireTimeoutException ex) {
				lost++;
				assertThat(this.pool.stats().idle()).as("lost at meeting %d: %s", meeting, ex.getMessage()).isZero();
				continue;
			}
			await(wait, this.released, meeting);
			held.set(lease);
		}

		assertThat(lost).isZero();
		assertThat(this.pool.stats().opened()).isOne();
	}

	@ParameterizedTest
	@EnumSource(Fairness.class)
	void oneConnectionHasOneHolderHoweverManyTry(Fairness fairness) throws Exception {
		start(fairness);
		this.pool.acquire(LONG).close();
		AtomicInteger holders = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		LongAdder leases = new LongAdder();
		Runnable taker = () -> {
			for (int i = 0; i < TRIES; i++) {
				Lease<Object> lease = this.pool.tryAcquire();
				if (lease != null) {
					most.accumulateAndGet(holders.incrementAndGet(), Math::max);
					holders.decrementAndGet();
					lease.close();
					leases.increment();
				}
			}
		};
		Thread other = new Thread(taker, "other");
		other.setDaemon(true);

		other.start();
		taker.run();
		other.join();

		assertThat(most).hasValue(1);
		assertThat(this.pool.stats().staleCalls()).isZero();
		assertThat(this.pool.stats().acquired()).isEqualTo(leases.sum() + 1);
		assertThat(this.pool.stats().idle()).isOne();
	}

	private static void await(SpinThenYield wait, AtomicInteger counter, int value) {
		wait.until(() -> counter.get() >= value);
	}

	private static void spin(int times) {
		for (int i = 0; i < times; i++) {
			Thread.onSpinWait();
		}
	}

}
