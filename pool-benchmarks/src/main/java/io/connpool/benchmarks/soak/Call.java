package io.connpool.benchmarks.soak;

import java.util.function.Predicate;

/** One exchange of one borrower, and when it got its connection. Of one thread. */
final class Call {

	private final Tag tag;

	private final Trouble trouble;

	private final Trouble.State before;

	private final long beganAt;

	private long acquireNanos = -1;

	Call(Tag tag, Trouble trouble) {
		this.tag = tag;
		this.trouble = trouble;
		this.before = trouble.now();
		this.beganAt = System.nanoTime();
	}

	Tag tag() {
		return this.tag;
	}

	long beganAt() {
		return this.beganAt;
	}

	/** The borrower has its connection. */
	void acquired() {
		this.acquireNanos = System.nanoTime() - this.beganAt;
	}

	boolean hasAcquired() {
		return this.acquireNanos >= 0;
	}

	/** How long the acquire took, or has taken until now, if it failed. */
	long acquireNanos() {
		return hasAcquired() ? this.acquireNanos : System.nanoTime() - this.beganAt;
	}

	/** Whether it had to do with a fault of some sort. */
	boolean touched(Predicate<Kind> sort) {
		return this.trouble.touched(this.before, this.beganAt, sort);
	}

}
