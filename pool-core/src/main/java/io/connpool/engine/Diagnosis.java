package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.connpool.AcquireTimeoutException;
import io.connpool.BreakerState;
import io.connpool.ConnectionOpenException;
import io.connpool.LeaseInfo;
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

	private static final int HOLDERS = 5;

	private static final int FRAMES = 8;

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
		Duration waited = Duration.ofNanos(waitedNanos);
		if (stats.state() == PoolState.SUSPENDED) {
			return new PoolSuspendedException(this.pool.name(), "suspended, and not resumed within " + waited.toMillis()
					+ " ms (" + stats.gauges() + "); resume the pool");
		}
		Circuit circuit = this.pool.opener.circuit();
		List<Held<C>> held = longestHeld();
		StringBuilder text = new StringBuilder("no connection within ").append(waited.toMillis())
			.append(" ms (")
			.append(phase(stats))
			.append(stats.gauges())
			.append(")");
		if (circuit.isFailing()) {
			text.append("; opening fails: ").append(safe(circuit.lastFailure()));
		}
		List<LeaseInfo> holders = describe(held, text);
		text.append(circuit.isFailing() ? "; see whether the backend is up and reachable" : (stats.active() >= stats
			.maxSize()) ? "; raise max-size or find the slow leases"
					: "; opening takes longer than callers wait: raise acquire-timeout or keep min-idle connections");
		return new AcquireTimeoutException(stats, text.toString(), waited, holders,
				circuit.isFailing() ? circuit.lastFailure() : null);
	}

	PoolOverloadedException overloaded() {
		return new PoolOverloadedException(this.pool.name(),
				"too many callers wait already (max-waiting=" + this.pool.settings().maxWaiting() + " "
						+ this.pool.stats().gauges() + "); shed load, raise max-size, or raise max-waiting");
	}

	ConnectionOpenException openFailed(Circuit circuit) {
		long now = this.pool.clock.nanos();
		Throwable cause = (circuit.lastFailure() != null) ? circuit.lastFailure()
				: new IllegalStateException("bug: no failure recorded");
		StringBuilder text = new StringBuilder("cannot open a connection: ").append(safe(cause)).append(" (");
		if (circuit.isFailing()) {
			text.append(circuit.failures())
				.append((circuit.failures() == 1) ? " failure" : " failures")
				.append(" since ")
				.append(TimeUnit.NANOSECONDS.toMillis(now - circuit.failingSince()))
				.append(" ms, next probe in ")
				.append(TimeUnit.NANOSECONDS.toMillis(circuit.untilNextAttempt(now)))
				.append(" ms; ");
		}
		text.append(this.pool.stats().gauges()).append("); see whether the backend is up and reachable");
		return new ConnectionOpenException(this.pool.name(), text.toString(), cause);
	}

	/** What a foreign exception says of itself, if it can. */
	private static String safe(@Nullable Throwable foreign) {
		try {
			return String.valueOf(foreign);
		}
		catch (Throwable ex) {
			return (foreign != null) ? foreign.getClass().getName() : "unknown";
		}
	}

	static LeaseInfo leaseInfo(Slot<?> slot, long heldNanos) {
		Thread holder = slot.holder();
		String name = (holder == null) ? "unknown" : holder.getName().isEmpty() ? holder.toString() : holder.getName();
		return new LeaseInfo(slot.connectionId, name, Duration.ofNanos(Math.max(0, heldNanos)));
	}

	private static @Nullable OpenFailure failure(Circuit circuit, long now) {
		Throwable cause = circuit.lastFailure();
		return (cause == null) ? null
				: new OpenFailure(cause, Duration.ofNanos(now - circuit.lastFailureAt()), circuit.failures());
	}

	private String phase(PoolStats stats) {
		return (stats.opening() > 0) ? "phase=OPEN " : "phase=WAIT ";
	}

	private List<Held<C>> longestHeld() {
		long now = this.pool.clock.nanos();
		List<Held<C>> held = new ArrayList<>();
		for (Slot<C> slot : this.pool.table.slots()) {
			long leasedAt = slot.leasedAt;
			if (slot.state() == SlotState.ACTIVE && leasedAt != Slot.NOT_LEASED) {
				held.add(new Held<>(slot, now - leasedAt));
			}
		}
		held.sort(Comparator.comparingLong((Held<C> one) -> one.nanos()).reversed());
		return held.subList(0, Math.min(HOLDERS, held.size()));
	}

	private List<LeaseInfo> describe(List<Held<C>> held, StringBuilder text) {
		boolean withStacks = !held.isEmpty() && this.pool.log.isDue("stacks");
		List<LeaseInfo> holders = new ArrayList<>();
		Thread current = Thread.currentThread();
		boolean own = false;
		String separator = "; held longest: ";
		for (Held<C> one : held) {
			LeaseInfo lease = leaseInfo(one.slot(), one.nanos());
			holders.add(lease);
			text.append(separator).append(lease);
			separator = ", ";
			Thread holder = one.slot().holder();
			own |= holder == current;
			if (withStacks && holder != null) {
				appendStack(holder, text);
			}
		}
		if (own) {
			text.append("; this very thread holds one of them and waits for another");
		}
		return holders;
	}

	private static void appendStack(Thread holder, StringBuilder text) {
		StackTraceElement[] stack = holder.getStackTrace();
		for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
			text.append(System.lineSeparator()).append("\t  at ").append(stack[i]);
		}
		if (stack.length > 0) {
			text.append(System.lineSeparator()).append('\t');
		}
	}

	/**
	 * For how long a connection has been leased, read once: it may come back and be
	 * leased again while holders are sorted.
	 */
	private record Held<C>(Slot<C> slot, long nanos) {

	}

}
