package io.connpool.benchmarks.soak;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a target, or was until lately. Written by the mischief, one fault at
 * a time; read by borrowers, before a call and after one that failed.
 */
final class Trouble {

	/**
	 * For how long after the end of a fault a call may begin that fails because of it:
	 * twice what the pool promises, which leaves one second to a busy machine.
	 */
	static final long ALLOWANCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final Healing healing;

	private final AtomicLong healed = new AtomicLong();

	private volatile State state = new State(null, 0, false, 0);

	Trouble(Healing healing) {
		this.healing = healing;
	}

	State now() {
		return this.state;
	}

	/** A fault begins; what it does must not be done before this. */
	void begin(Kind kind) {
		settle();
		this.state = new State(kind, this.state.number() + 1, true, 0);
	}

	/** The fault has ended; what ends it must have been done. */
	void end() {
		State last = this.state;
		this.state = new State(last.kind(), last.number(), false, System.nanoTime());
	}

	/** By now the last fault must have healed. */
	void settle() {
		State last = this.state;
		if (last.kind() != null && this.healed.get() < last.number()) {
			this.healing.unhealed(last.kind());
		}
	}

	/** An exchange succeeded that began at some instant. */
	void succeeded(long beganAt) {
		State last = this.state;
		if (last.kind() != null && !last.on() && beganAt - last.endedAt() >= 0 && this.healed.get() < last.number()
				&& this.healed.getAndAccumulate(last.number(), Math::max) < last.number()) {
			this.healing.healed(last.kind(), System.nanoTime() - last.endedAt());
		}
	}

	/**
	 * An exchange failed, and a fault was to blame.
	 * @return how long after the end of the fault it began; 0 if not after it
	 */
	long failed(long beganAt) {
		State last = this.state;
		boolean after = last.kind() != null && !last.on() && beganAt - last.endedAt() >= 0;
		long nanos = after ? beganAt - last.endedAt() : 0;
		if (last.kind() != null) {
			this.healing.failed(last.kind(), nanos);
		}
		return nanos;
	}

	/**
	 * Whether a call had to do with a fault of some sort.
	 * @param before the state when it began
	 * @param beganAt when that was
	 * @param sort of fault
	 */
	boolean touched(State before, long beganAt, Predicate<Kind> sort) {
		State after = this.state;
		return before.affects(beganAt, sort) || (after.number() != before.number() && after.is(sort));
	}

	/**
	 * The last fault.
	 *
	 * @param kind what it is; null before the first
	 * @param number how many there were
	 * @param on whether it is still there
	 * @param endedAt when it ended, if it did
	 */
	record State(@Nullable Kind kind, long number, boolean on, long endedAt) {

		boolean is(Predicate<Kind> sort) {
			return this.kind != null && sort.test(this.kind);
		}

		boolean affects(long instant, Predicate<Kind> sort) {
			return is(sort) && (this.on || instant - this.endedAt < ALLOWANCE_NANOS);
		}

		@Override
		public String toString() {
			if (this.kind == null) {
				return "no fault yet";
			}
			return this.on ? "during " + this.kind
					: TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.endedAt) + " ms after " + this.kind;
		}

	}

}
