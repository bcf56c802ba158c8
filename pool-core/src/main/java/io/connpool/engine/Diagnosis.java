package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.connpool.BreakerState;
import io.connpool.ConnectionOpenException;
import io.connpool.OpenFailure;
import io.connpool.PoolException;
import io.connpool.PoolOverloadedException;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.PoolSuspendedException;
import org.jspecify.annotations.Nullable;

/*
 * Tells what the pool is doing and why it could not do what it was asked: the snapshot, and the
 * exceptions with their messages (what failed after how long; state in numbers; what to do).
 */
final class Diagnosis<C> {

	private final Pool<C> pool;

	Diagnosis(Pool<C> pool) {
		this.pool = pool;
	}

	PoolStats stats(PoolState state) {
		long now = this.pool.clock.nanos();
		int[] counts = new int[8];
		int leaked = 0;
		long acquired = 0;
		long oldestLease = 0;
		for (Slot<C> slot : this.pool.table.slots()) {
			int slotState = slot.state();
			counts[slotState]++;
			acquired += slot.leases;
			long leasedAt = slot.leasedAt;
			if (slotState == SlotState.ACTIVE && leasedAt != Slot.NOT_LEASED) {
				oldestLease = Math.max(oldestLease, now - leasedAt);
				if (LeaseWatch.isOver(now - leasedAt, this.pool.settings().leakThreshold())) {
					leaked++;
				}
			}
		}
		int active = counts[SlotState.ACTIVE] + counts[SlotState.CHECKING] + counts[SlotState.RESETTING]
				+ counts[SlotState.RETURNING];
		Circuit circuit = this.pool.opener.circuit();
		Counters counters = this.pool.counters;
		return new PoolStats(this.pool.name(), state, this.pool.settings().maxSize(), this.pool.settings().minIdle(),
				counts[SlotState.IDLE], active, counts[SlotState.OPENING], counts[SlotState.CLOSING],
				Math.max(0, this.pool.queue.waiting()), this.pool.quarantine.size(), leaked,
				Duration.ofNanos(oldestLease), Duration.ofNanos(this.pool.queue.oldestWait(now)),
				this.pool.opener.isBreakerOpen() ? BreakerState.OPEN : BreakerState.CLOSED, failure(circuit, now),
				acquired, counters.timedOut.sum(), counters.rejected.sum(), counters.opened.sum(),
				counters.openFailed.sum(), counters.staleCalls.sum(), counters.closedByReason());
	}

	/** What a caller learns whose time is up. */
	PoolException timedOut(long waitedNanos) {
		PoolStats stats = this.pool.stats();
		if (stats.state() == PoolState.SUSPENDED) {
			return new PoolSuspendedException(this.pool.name(), "suspended, and not resumed within "
					+ TimeUnit.NANOSECONDS.toMillis(waitedNanos) + " ms (" + stats.gauges() + "); resume the pool");
		}
		return new TimeOut<>(this.pool, stats, waitedNanos).exception();
	}

	/** What a caller learns who is one too many. */
	PoolOverloadedException overloaded() {
		PoolStats stats = this.pool.stats();
		Circuit circuit = this.pool.opener.circuit();
		String whatToDo = (stats.state() == PoolState.SUSPENDED) ? "the pool is suspended: resume it"
				: circuit.isFailing()
						? "opening fails: " + ForeignText.of(circuit.lastFailure()) + "; " + lookAtBackend()
						: "shed load, raise max-size, or raise max-waiting";
		return new PoolOverloadedException(this.pool.name(), "too many callers wait already (max-waiting="
				+ this.pool.settings().maxWaiting() + " " + stats.gauges() + "); " + whatToDo);
	}

	ConnectionOpenException openFailed(Circuit circuit) {
		Throwable cause = (circuit.lastFailure() != null) ? circuit.lastFailure()
				: new IllegalStateException("bug: no failure recorded");
		return new ConnectionOpenException(this.pool.name(),
				"cannot open a connection: " + ForeignText.of(cause) + " ("
						+ (circuit.isFailing() ? failures(circuit, this.pool.clock.nanos()) + "; " : "")
						+ this.pool.stats().gauges() + "); " + lookAtBackend(),
				cause);
	}

	/** What to do while opening fails. */
	String lookAtBackend() {
		return this.pool.quarantine.isFull()
				? "calls into the factory do not return: see whether the backend answers, and give connecting, reading "
						+ "and closing time limits of their own"
				: "see whether the backend is up and reachable";
	}

	/** How often, since when, and when it is tried again. */
	String failures(Circuit circuit, long now) {
		return circuit.failures() + ((circuit.failures() == 1) ? " failure" : " failures") + " since "
				+ TimeUnit.NANOSECONDS.toMillis(now - circuit.failingSince()) + " ms, next probe in "
				+ TimeUnit.NANOSECONDS.toMillis(this.pool.opener.untilReally(circuit, now)) + " ms";
	}

	private static @Nullable OpenFailure failure(Circuit circuit, long now) {
		Throwable cause = circuit.lastFailure();
		return (cause == null) ? null
				: new OpenFailure(cause, Duration.ofNanos(now - circuit.lastFailureAt()), circuit.failures());
	}

}
