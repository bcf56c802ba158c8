package io.connpool.engine;

import java.util.concurrent.atomic.AtomicLong;

/*
 * The right to hold one of max-size places. Three counts in one word: the limit, places taken,
 * and among them those whose connection is on its way out. So nobody takes a place by a limit
 * that is no longer true, and a live shrink closes exactly the surplus. Touched only when a
 * connection is opened or closed, never per acquire.
 */
final class Permits {

	private static final int BITS = 21;

	private static final long MASK = (1L << BITS) - 1;

	private static final long ONE_CLOSING = 1L << BITS;

	private static final int LIMIT_SHIFT = 2 * BITS;

	private final AtomicLong counts;

	Permits(int limit) {
		this.counts = new AtomicLong((long) limit << LIMIT_SHIFT);
	}

	int limit() {
		return limit(this.counts.get());
	}

	void limit(int limit) {
		this.counts.updateAndGet((now) -> (now & ((1L << LIMIT_SHIFT) - 1)) | ((long) limit << LIMIT_SHIFT));
	}

	boolean take() {
		for (;;) {
			long now = this.counts.get();
			if (taken(now) >= limit(now)) {
				return false;
			}
			if (this.counts.compareAndSet(now, now + 1)) {
				return true;
			}
		}
	}

	boolean isFree() {
		long now = this.counts.get();
		return taken(now) < limit(now);
	}

	int taken() {
		return taken(this.counts.get());
	}

	/** How many places have a connection that is there or will be: not on its way out. */
	int staying() {
		return staying(this.counts.get());
	}

	/** Gives back the permit of a place that was opening. */
	void giveBack() {
		this.counts.decrementAndGet();
	}

	/** Notes that a place's connection is on its way out; its permit is still taken. */
	void closing() {
		this.counts.addAndGet(ONE_CLOSING);
	}

	/** Gives back the permit of a place that was {@link #closing()}. */
	void closed() {
		this.counts.addAndGet(-ONE_CLOSING - 1);
	}

	/**
	 * Whether there are more connections than the limit, apart from those on their way
	 * out.
	 */
	boolean isSurplus() {
		return isSurplus(this.counts.get());
	}

	/**
	 * Notes that a place's connection is on its way out, if there are more than the
	 * limit.
	 */
	boolean closingIfSurplus() {
		for (;;) {
			long now = this.counts.get();
			if (!isSurplus(now)) {
				return false;
			}
			if (this.counts.compareAndSet(now, now + ONE_CLOSING)) {
				return true;
			}
		}
	}

	private static boolean isSurplus(long counts) {
		return staying(counts) > limit(counts);
	}

	private static int staying(long counts) {
		return taken(counts) - closing(counts);
	}

	private static int taken(long counts) {
		return (int) (counts & MASK);
	}

	private static int closing(long counts) {
		return (int) (counts >>> BITS & MASK);
	}

	private static int limit(long counts) {
		return (int) (counts >>> LIMIT_SHIFT);
	}

}
