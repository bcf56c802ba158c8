package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.connpool.AcquireTimeoutException;
import io.connpool.PoolStats;
import org.jspecify.annotations.Nullable;

/*
 * What a caller learns whose time is up: the state in numbers, the last failure to open, what to
 * do, who holds connections since when and doing what, and what is under way. Stacks are taken
 * once a minute only, because thousands may time out at once, and each stack stops its thread.
 */
final class TimeOut<C> {

	/** Less is no long time to hold a connection, however short a caller waits. */
	private static final long NOT_SHORT = TimeUnit.SECONDS.toNanos(1);

	private final Pool<C> pool;

	private final PoolStats stats;

	private final long waitedNanos;

	private final Circuit circuit;

	private final Holders<C> holders;

	/** The oldest call into the factory that keeps a place from being lent. */
	private final @Nullable BoundedCall call;

	private final int calls;

	/** What its slot is in. */
	private final int callState;

	TimeOut(Pool<C> pool, PoolStats stats, long waitedNanos) {
		this.pool = pool;
		this.stats = stats;
		this.waitedNanos = waitedNanos;
		this.circuit = pool.opener.circuit();
		this.holders = new Holders<>(pool);
		BoundedCall oldest = null;
		int calls = 0;
		int oldestState = SlotState.EMPTY;
		for (Slot<C> slot : pool.table.slots()) {
			int state = slot.state();
			BoundedCall call = slot.call;
			if (call != null && isBusy(state)) {
				calls++;
				if (oldest == null || call.startedAt - oldest.startedAt < 0) {
					oldest = call;
					oldestState = state;
				}
			}
		}
		this.call = oldest;
		this.calls = calls;
		this.callState = oldestState;
	}

	AcquireTimeoutException exception() {
		Duration waited = Duration.ofNanos(this.waitedNanos);
		StringBuilder text = new StringBuilder("no connection within ").append(waited.toMillis())
			.append(" ms (")
			.append((this.stats.opening() > 0) ? "phase=OPEN " : "phase=WAIT ")
			.append(this.stats.gauges())
			.append(")");
		tellLastFailure(text);
		text.append("; ").append(whatToDo());
		tellWhoAndWhat(text);
		return new AcquireTimeoutException(this.stats, text.toString(), waited, this.holders.named(),
				this.circuit.isFailing() ? this.circuit.lastFailure() : null);
	}

	/** The last failure, while opening fails, and if this caller waited when it came. */
	private void tellLastFailure(StringBuilder text) {
		long now = this.pool.clock.nanos();
		long age = now - this.circuit.lastFailureAt();
		if (this.circuit.isFailing()) {
			text.append("; opening fails: ")
				.append(ForeignText.of(this.circuit.lastFailure()))
				.append(" (")
				.append(this.pool.diagnosis.failures(this.circuit, now))
				.append(')');
		}
		else if (this.circuit.lastFailure() != null && age <= this.waitedNanos) {
			text.append("; an open failed ")
				.append(TimeUnit.NANOSECONDS.toMillis(age))
				.append(" ms ago: ")
				.append(ForeignText.of(this.circuit.lastFailure()));
		}
	}

	private String whatToDo() {
		if (this.circuit.isFailing()) {
			return this.pool.diagnosis.lookAtBackend();
		}
		if (this.holders.includeAsker()) {
			return "this very thread holds one of them and waits for another: use one lease for both, or make max-size "
					+ "greater than the number of threads that do so";
		}
		int leased = this.holders.count();
		if (leased > 0 && leased >= this.stats.total() - leased && this.stats.total() >= this.stats.maxSize()) {
			// leases are dated to a tick, too early rather than too late
			long longTime = Math.max(this.waitedNanos, NOT_SHORT) + Tick.RESOLUTION;
			return this.holders.areAllLongerThan(longTime) ? whatToDoAboutLongLeases()
					: "raise max-size or find the slow leases";
		}
		return switch (this.callState) {
			case SlotState.CHECKING, SlotState.RESETTING ->
				"to validate or reset a connection takes longer than callers wait: see why the backend is slow, or lower "
						+ "validation-timeout";
			case SlotState.CLOSING ->
				"to close a connection takes longer than callers wait: lower close-timeout, or raise max-size";
			default -> "opening takes longer than callers wait: raise acquire-timeout or keep min-idle connections";
		};
	}

	private String whatToDoAboutLongLeases() {
		return "all leases have been held for longer than that: see what their holders wait for, or who does not close a lease"
				+ (this.pool.settings().leakThreshold().isZero() ? " (leak-threshold tells where it was acquired)" : "")
				+ "; if uses do take that long, raise max-size";
	}

	private void tellWhoAndWhat(StringBuilder text) {
		BoundedCall call = this.call;
		if (call == null && this.holders.count() == 0) {
			return;
		}
		boolean withStacks = this.pool.log.isDue("stacks");
		if (this.holders.count() > 0) {
			text.append("; held longest:");
			this.holders.tell(withStacks, text);
		}
		if (call != null) {
			text.append((withStacks && this.holders.count() > 0) ? System.lineSeparator() + "under way longest: "
					: "; under way longest: ");
			tell(call, withStacks, text);
		}
		if (!withStacks) {
			text.append(" (stacks are told once a minute)");
		}
	}

	private void tell(BoundedCall call, boolean withStacks, StringBuilder text) {
		long elapsed = Math.max(0, this.pool.clock.nanos() - call.startedAt);
		Thread thread = call.thread();
		text.append(call).append(" for ").append(TimeUnit.NANOSECONDS.toMillis(elapsed)).append(" ms");
		if (this.calls > 1) {
			text.append(" (and ").append(this.calls - 1).append(" more)");
		}
		String now = (withStacks && thread != null) ? Stacks.now(thread) : "";
		if (!now.isEmpty() && call.thread() == thread) {
			text.append(", now at").append(now);
		}
	}

	private static boolean isBusy(int state) {
		return state == SlotState.OPENING || state == SlotState.CHECKING || state == SlotState.RESETTING
				|| state == SlotState.CLOSING;
	}

}
