package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.connpool.Lease;
import io.connpool.test.FakeClock;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection is used or given back in the instant in which the housekeeper makes its
 * pass. Whatever of it the pass saw, the housekeeper comes again for the end of its
 * idle-timeout: nothing else may ever happen in that pool.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class UpkeepRaceTests {

	private static final int PASSES = 100_000;

	private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(1);

	private final FakeClock clock = new FakeClock();

	private final Alarm alarm = new Alarm(this.clock);

	private final Pool<Object> pool = ConnectionPools.builder((request) -> new Object())
		.name("race")
		.maxSize(1)
		.idleTimeout(IDLE_TIMEOUT)
		.clock(this.clock)
		.driven(Runnable::run, this.alarm)
		.buildPool();

	private Lease<Object> lease;

	@AfterEach
	void close() {
		this.pool.closeAsync(Duration.ZERO);
		pass();
		PoolLeakAssertions.assertBooksBalance(this.pool, Duration.ofSeconds(20));
	}

	@Test
	void theHousekeeperComesForWhatIsGivenBackDuringAPass() {
		new Duel(PASSES).fight(this::acquire, this::pass, () -> this.lease.close(), this::assertItIsLookedAfter);

		assertThat(this.pool.stats().idle()).isOne();
	}

	@Test
	void theHousekeeperComesForWhatIsUsedWhenItsTimeIsUp() {
		new Duel(PASSES).fight(() -> {
			acquire();
			// so that the coarse clock is not stopped yet, and whose start has it come
			pass();
			this.lease.close();
			this.clock.advance(IDLE_TIMEOUT);
		}, this::pass, () -> {
			Lease<Object> used = this.pool.tryAcquire();
			if (used != null) {
				used.close();
			}
		}, this::assertItIsLookedAfter);
	}

	private void acquire() {
		this.lease = this.pool.acquireAsync(Duration.ofSeconds(5)).join();
	}

	private void pass() {
		this.alarm.passes();
		this.alarm.wakeBy(this.pool.runOnce(this.clock.nanos()));
	}

	private void assertItIsLookedAfter() {
		if (this.pool.stats().total() > 0 && this.alarm.untilDue() > IDLE_TIMEOUT.toNanos()) {
			throw new AssertionError("nobody comes for the end of idle-timeout: " + this.pool.stats());
		}
	}

}
