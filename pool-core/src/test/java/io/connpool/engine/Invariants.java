package io.connpool.engine;

import java.util.List;

import io.connpool.BreakerState;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.test.PoolLeakAssertions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold of a pool after every step, and what must hold when nothing is going on
 * in it.
 */
final class Invariants {

	private final PoolRig rig;

	Invariants(PoolRig rig) {
		this.rig = rig;
	}

	private String state(PoolStats stats) {
		return stats + " at " + this.rig.now().toMillis() + " ms, " + this.rig.factory;
	}

	/** I2, I3 and I7, by the connections' own ledger, and that no gauge is negative. */
	void assertNow(int limit) {
		assertThat(Thread.currentThread().isInterrupted()).as("the test's thread was interrupted").isFalse();
		PoolLeakAssertions.assertNoViolations(this.rig.factory);
		PoolStats stats = this.rig.stats();
		String state = state(stats);
		assertThat(List.of(stats.idle(), stats.active(), stats.opening(), stats.closing(), stats.waiting(),
				stats.quarantined(), stats.leaked()))
			.as("no gauge is negative: %s", state)
			.allMatch((gauge) -> gauge >= 0);
		assertThat(stats.total()).as("I2 total <= max-size: %s", state).isLessThanOrEqualTo(limit);
		assertThat(this.rig.factory.present()).as("I2 as seen by the server: %s", state)
			.isLessThanOrEqualTo(stats.total() + stats.quarantined());
	}

	/** I4, I5 and I9. */
	void assertAtQuiescence() {
		if (!this.rig.executor.isEmpty() || this.rig.executor.isRejecting()) {
			return;
		}
		PoolStats stats = this.rig.stats();
		String state = state(stats);
		assertThat(this.rig.factory.live()).as("I9 opened - closed = live: %s", state)
			.isEqualTo(stats.idle() + stats.active());
		assertThat(stats.opening() + stats.closing() + stats.quarantined()).as("nothing runs: %s", state).isZero();
		if (stats.waiting() > 0 && stats.state() == PoolState.RUNNING) {
			assertThat(stats.idle()).as("I4 nobody waits while something is idle: %s", state).isZero();
			boolean failing = stats.breaker() == BreakerState.OPEN
					|| (stats.lastFailure() != null && stats.lastFailure().consecutive() > 0);
			assertThat(failing || stats.total() >= stats.maxSize()).as("I5 nobody waits for nothing: %s", state)
				.isTrue();
		}
	}

}
