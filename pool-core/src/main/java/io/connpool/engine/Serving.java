package io.connpool.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/*
 * How idle connections get to those in line, other than by whoever gives them back. That is
 * needed where a line forms beside an idle connection: because it was due for validation, because
 * the pool was suspended, or because it became idle in the instant in which the first joined.
 *
 * The last case is the delicate one. Whoever gives a connection back looks at the line once more
 * when it is idle, but that look may be older than the write (see SlotState.endReturn). So whoever
 * finds the line empty and joins it looks for connections on their way back first, and as long as
 * there are any somebody has to look again: he himself, or the housekeeper. That this is still to
 * be done is noted before anything that may hang or fail.
 */
final class Serving<C> {

	/** How often to look for what is on its way back before the housekeeper does. */
	private static final int LOOKS = 2;

	private final Pool<C> pool;

	private final AtomicBoolean rescuing = new AtomicBoolean();

	/** Whether something was on its way back whose owner may not have seen the line. */
	private volatile boolean lookDue;

	Serving(Pool<C> pool) {
		this.pool = pool;
	}

	/**
	 * Gives idle connections to those in line, until one or the other has run out, or as
	 * many are being validated as there are waiters.
	 */
	void serve() {
		while (this.pool.gate.isRunning() && !this.pool.queue.isEmpty()) {
			if (!this.pool.lending.offerIdle()) {
				return;
			}
		}
	}

	/**
	 * Gives idle connections to those in line, and those as well that are on their way
	 * back: who gives one back may have looked at the line before there was one. Then he
	 * has done so an instant ago, or is not let run, in which case the housekeeper looks
	 * again. For whoever finds the line empty when he joins it, or has the pool run; who
	 * gives back later than that has seen it.
	 * @param delay when the housekeeper is to look, in nanoseconds from now
	 */
	void look(long now, long delay) {
		boolean again = this.pool.table.isAnyReturning();
		if (again) {
			// before anything that may hang or fail
			this.lookDue = true;
		}
		serve();
		for (int i = 0; again && i < LOOKS; i++) {
			Thread.yield();
			again = this.pool.table.isAnyReturning();
			serve();
		}
		if (again && this.pool.queue.waiting() > 0) {
			this.pool.wakeBy(now + delay);
		}
	}

	/**
	 * Gives away what is idle although somebody waits, on a worker, because this may run
	 * a check; the housekeeper calls.
	 * @return whether to come again soon
	 */
	boolean rescue() {
		boolean due = this.lookDue || this.pool.passing != null;
		if (!due || !this.pool.gate.isRunning()) {
			return false;
		}
		this.lookDue = false;
		boolean again = this.pool.table.isAnyReturning() && this.pool.queue.waiting() > 0;
		boolean forgotten = isAnyForgotten();
		if (again) {
			this.lookDue = true;
		}
		if (forgotten) {
			if (this.rescuing.compareAndSet(false, true)) {
				this.pool.workers.runSurely(this::serveForgotten);
			}
			else {
				this.lookDue = true;
			}
		}
		return again || forgotten;
	}

	private void serveForgotten() {
		boolean done = false;
		try {
			serve();
			done = true;
		}
		finally {
			this.rescuing.set(false);
			if (!done) {
				this.lookDue = true;
			}
		}
	}

	/** Has the housekeeper look at its next pass; needs neither memory nor stack. */
	void lookLater() {
		this.lookDue = true;
	}

	/** Whether somebody waits and could be given something, or have it validated. */
	boolean isAnyForgotten() {
		return !this.pool.queue.isEmpty() && this.pool.lending.isAnyToOffer();
	}

}
