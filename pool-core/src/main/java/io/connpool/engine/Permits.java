package io.connpool.engine;

import java.util.concurrent.atomic.AtomicLong;

/*
 * The right to hold one of max-size places. Two counts in one word: places taken (low half), and
 * among them those whose connection is on its way out (high half), so that a live shrink closes
 * exactly the surplus. Touched only when a connection is opened or closed, never per acquire.
 */
final class Permits {

	private static final long ONE_CLOSING = 1L << 32;

	private final AtomicLong counts = new AtomicLong();

	private volatile int limit;

	Permits(int limit) {
		this.limit = limit;
	}

	int limit() {
		return this.limit;
	}

	void limit(int limit) {
		this.limit = limit;
	}

	boolean take() {
		for (;;) {
			long now = this.counts.get();
			if (taken(now) >= this.limit) {
				return false;
			}
			if (this.counts.compareAndSet(now, now + 1)) {
				return true;
			}
		}
	}

	boolean isFree() {
		return taken(this.counts.get()) < this.limit;
	}

	int taken() {
		return taken(this.counts.get());
	}

	/** How many places have a connection that is there or will be: not on its way out. */
	int staying() {
		long now = this.counts.get();
		return taken(now) - (int) (now >>> 32);
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
		long now = this.counts.get();
		return taken(now) - (int) (now >>> 32) > this.limit;
	}

	/**
	 * Notes that a place's connection is on its way out, if there are more than the
	 * limit.
	 */
	boolean closingIfSurplus() {
		for (;;) {
			long now = this.counts.get();
			if (taken(now) - (int) (now >>> 32) <= this.limit) {
				return false;
			}
			if (this.counts.compareAndSet(now, now + ONE_CLOSING)) {
				return true;
			}
		}
	}

	private static int taken(long counts) {
		return (int) counts;
	}

}
