package io.connpool.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One word per connection that says who owns its wire, and until when.
 *
 * <pre>
 *          arm(nanos)              deadline passes
 *   FREE -------------> deadline -----------------> EXPIRED   (for ever; the wire is cut)
 *    ^  ^                |     ^
 *    |  +----------------+     |  rearm(nanos): the next phase of the same exchange
 *    |       disarm()    +-----+
 *    v
 *   HELD     hold(), free(): the non-blocking probe; stopClock() comes here from a deadline
 * </pre>
 *
 * <p>
 * Only the owner leaves a deadline behind by {@code disarm} or {@code rearm}, only the
 * {@link DeadlineWatch} by {@code expire}; one CAS decides between the two, so that an
 * exchange either completed in time or has timed out, never both. A second thread that
 * finds the word taken is turned away before it touches the wire.
 */
final class WireGuard {

	/**
	 * No deadline can have these values: instants of the monotonic clock are moved off
	 * them.
	 */
	private static final long FREE = Long.MIN_VALUE;

	private static final long HELD = Long.MIN_VALUE + 1;

	private static final long EXPIRED = Long.MIN_VALUE + 2;

	private static final VarHandle WORD;

	static {
		try {
			WORD = MethodHandles.lookup().findVarHandle(WireGuard.class, "word", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final DeadlineWatch watch;

	private final Runnable cut;

	private volatile long word = FREE;

	/**
	 * Creates a guard that is not watched yet.
	 * @param watch what keeps its deadlines
	 * @param cut ends the wire at once, so that whoever is blocked in it returns
	 */
	WireGuard(DeadlineWatch watch, Runnable cut) {
		this.watch = watch;
		this.cut = cut;
	}

	void watch() {
		this.watch.add(this);
	}

	/** Ends the watching; to be called when the wire has been closed. */
	void unwatch() {
		this.watch.remove(this);
	}

	/**
	 * Takes the wire until the deadline.
	 * @param nanos time from now
	 * @return false if somebody has it, or its time is over
	 */
	boolean arm(long nanos) {
		return become(FREE, nanos);
	}

	/**
	 * Gives the owner a new deadline.
	 * @param nanos time from now
	 * @return false if the deadline has passed
	 */
	boolean rearm(long nanos) {
		return become(this.word, nanos);
	}

	/**
	 * Gives the wire back.
	 * @return false if the deadline has passed
	 */
	boolean disarm() {
		long now = this.word;
		return now != EXPIRED && WORD.compareAndSet(this, now, FREE);
	}

	/**
	 * Ends the deadline; the wire stays the owner's until {@link #free}.
	 * @return false if the deadline has passed
	 */
	boolean stopClock() {
		long now = this.word;
		return now != EXPIRED && WORD.compareAndSet(this, now, HELD);
	}

	boolean hold() {
		return WORD.compareAndSet(this, FREE, HELD);
	}

	void free() {
		this.word = FREE;
	}

	boolean isFree() {
		return this.word == FREE;
	}

	/** The present instant, as deadlines count it. */
	long now() {
		return this.watch.now();
	}

	boolean isExpired() {
		return this.word == EXPIRED;
	}

	/**
	 * Cuts the wire if its deadline has passed.
	 * @param now the present instant
	 * @return nanoseconds until the deadline, {@link DeadlineWatch#FOREVER} if there is
	 * none
	 */
	long expire(long now) {
		long deadline = this.word;
		if (!isInstant(deadline)) {
			return DeadlineWatch.FOREVER;
		}
		long left = deadline - now;
		if (left > 0) {
			return left;
		}
		if (WORD.compareAndSet(this, deadline, EXPIRED)) {
			this.cut.run();
			return DeadlineWatch.FOREVER;
		}
		return 0; // given back or renewed meanwhile: look again
	}

	private boolean become(long expected, long nanos) {
		long deadline = this.watch.now() + nanos;
		if (!isInstant(deadline)) {
			deadline = EXPIRED + 1;
		}
		if (expected == EXPIRED || !WORD.compareAndSet(this, expected, deadline)) {
			return false;
		}
		this.watch.hasten(deadline);
		return true;
	}

	private static boolean isInstant(long word) {
		return word > EXPIRED;
	}

}
