package io.connpool.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.connpool.PoolException;
import org.jspecify.annotations.Nullable;

/*
 * The line of waiting callers, first in first out.
 *
 * No wake-up is lost: a waiter enqueues and then looks for an idle connection once more; whoever
 * makes a connection idle does so and then looks at the line once more. One of the two sees the
 * other (Dekker; docs/concurrency.md tells why that holds although the second look of one side
 * may be early). How many wait is looked at first, and is counted up before a waiter is in line;
 * so zero is the truth, and else the line itself decides: there is no moment in which a waiter is
 * in line but not yet visible.
 *
 * Those who left stay as dead nodes until they are polled or, when most of the line is dead,
 * swept out; so a million time-outs leave no memory behind and a single one costs O(1).
 *
 * Source of the queue: Michael and Scott, "Simple, fast, and practical non-blocking and blocking
 * concurrent queue algorithms", PODC 1996, as in java.util.concurrent.
 */
final class WaitQueue<C> {

	private static final int SWEEP_AT_LEAST = 64;

	private final ConcurrentLinkedQueue<Waiter<C>> line = new ConcurrentLinkedQueue<>();

	/** Those whose deadline the housekeeper watches. */
	private final ConcurrentSkipListSet<FutureWaiter<C>> timed = new ConcurrentSkipListSet<>();

	/** Counts them, as part of its word. */
	private final Gate gate;

	/** When the line was last joined while nobody was in it. Racy, an estimate. */
	private volatile long lastingSince;

	private final AtomicInteger leftSinceSweep = new AtomicInteger();

	WaitQueue(Gate gate) {
		this.gate = gate;
	}

	/**
	 * Whether nobody is in line. Who joins counts before he is in line, so that a zero is
	 * the truth; more than zero is not, because who leaves or is served counts for a
	 * moment longer, so the line decides.
	 */
	boolean isEmpty() {
		return this.gate.waiting() == 0 || this.line.isEmpty();
	}

	int waiting() {
		return this.gate.waiting();
	}

	/**
	 * Joins the line, unless {@code most} wait already.
	 * @return how many waited before; negative if those were too many
	 */
	int add(Waiter<C> waiter, int most) {
		if (this.gate.waiting() == 0) {
			this.lastingSince = waiter.enqueuedAt;
		}
		int before = this.gate.join(most);
		if (before < 0) {
			return before;
		}
		try {
			if (waiter instanceof FutureWaiter<C> timedWaiter) {
				this.timed.add(timedWaiter);
			}
			this.line.add(waiter);
			return before;
		}
		catch (Throwable ex) {
			// out of memory or stack; who was served or expired meanwhile is counted out
			if (waiter.leave()) {
				left(waiter);
			}
			else if (waiter.delivered() != null && waiter instanceof ParkedWaiter<C>) {
				waiter.delivered().lose();
			}
			throw ex;
		}
	}

	/**
	 * Gives a connection to the oldest live waiter.
	 * @return false if there is none; the connection is still the caller's
	 */
	boolean deliver(Slot<C> slot) {
		for (Waiter<C> next = this.line.poll(); next != null; next = this.line.poll()) {
			boolean decided = false;
			try {
				decided = next.deliver(slot);
			}
			catch (Throwable ex) {
				couldNotTell(next);
				throw ex;
			}
			if (decided) {
				this.gate.leave();
				forget(next);
				return true;
			}
		}
		return false;
	}

	/** Out of memory or stack; it is told when its time is up. */
	private void couldNotTell(Waiter<C> waiter) {
		waiter.notTold();
		if (waiter.isDone()) {
			this.gate.leave();
		}
	}

	/**
	 * Returns the first in line if it is a parked thread, else null.
	 */
	@Nullable ParkedWaiter<C> firstParked() {
		for (Waiter<C> waiter : this.line) {
			if (!waiter.isDone()) {
				return (waiter instanceof ParkedWaiter<C> parked) ? parked : null;
			}
		}
		return null;
	}

	/**
	 * Counts out a waiter that has left the line.
	 */
	void left(Waiter<C> waiter) {
		forget(waiter);
		countOut(waiter);
	}

	/**
	 * Counts out a waiter that has left the line, and watches its deadline on.
	 */
	void countOut(Waiter<C> waiter) {
		if (waiter instanceof FutureWaiter<C> future) {
			future.forgetAsker();
		}
		int live = this.gate.leave();
		int left = this.leftSinceSweep.incrementAndGet();
		if (left > SWEEP_AT_LEAST && left > live && this.leftSinceSweep.compareAndSet(left, 0)) {
			this.line.removeIf(Waiter::isDone);
		}
	}

	/**
	 * Fails everybody in line, oldest first.
	 */
	void failAll(Supplier<PoolException> failure) {
		for (Waiter<C> next = this.line.poll(); next != null; next = this.line.poll()) {
			boolean decided = false;
			try {
				decided = next.fail(failure);
			}
			catch (Throwable ex) {
				couldNotTell(next);
				throw ex;
			}
			if (decided) {
				this.gate.leave();
				forget(next);
			}
		}
	}

	/** Whoever is in line has been so only since then, as far as demand goes. */
	void lastsFrom(long now) {
		this.lastingSince = now;
	}

	/** Returns since when somebody has been in line all the time. */
	long lastingSince() {
		return this.lastingSince;
	}

	/** Returns how long the first in line has waited, 0 if nobody is. */
	long oldestWait(long now) {
		for (Waiter<C> waiter : this.line) {
			if (!waiter.isDone()) {
				return Math.max(0, now - waiter.enqueuedAt);
			}
		}
		return 0;
	}

	/** Returns the first watched waiter, if its deadline has passed, or null. */
	@Nullable FutureWaiter<C> firstExpired(long now) {
		for (FutureWaiter<C> first : this.timed) {
			return (first.deadline - now > 0) ? null : first;
		}
		return null;
	}

	/**
	 * Returns the nanoseconds until a watched deadline passes, {@link Long#MAX_VALUE} if
	 * none.
	 */
	long untilNextDeadline(long now) {
		for (FutureWaiter<C> first : this.timed) {
			return Math.max(0, first.deadline - now);
		}
		return Long.MAX_VALUE;
	}

	/** Does not watch the deadline of a waiter any more. */
	void forget(Waiter<C> waiter) {
		if (waiter instanceof FutureWaiter<C> timedWaiter) {
			this.timed.remove(timedWaiter);
		}
	}

}
