package io.connpool.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/*
 * One call into the user's factory on a thread of the pool, with a limit on its time.
 *
 * One compare-and-set decides whether the call ended (its thread goes on) or was given up (the
 * housekeeper goes on, and the thread only cleans up after itself whenever it comes back). An
 * interrupt sent to a call that is given up can never reach the next task of the same thread:
 * the thread does not leave before the interrupt has been sent, and clears its flag then.
 *
 *   PENDING -> RUNNING -> DONE
 *        \         \----> INTERRUPTING -> ABANDONED
 *         \-------------> SKIPPED -> ABANDONED
 *
 * It may be started more than once where it is not certain that it was: one thread runs it.
 */
abstract class BoundedCall implements Runnable {

	private static final int PENDING = 0;

	private static final int RUNNING = 1;

	private static final int DONE = 2;

	private static final int INTERRUPTING = 3;

	private static final int ABANDONED = 4;

	/** Given up before it was begun; the thread that comes for it cleans up. */
	private static final int SKIPPED = 5;

	private static final VarHandle THREAD;

	static {
		try {
			THREAD = MethodHandles.lookup().findVarHandle(BoundedCall.class, "thread", Thread.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final AtomicInteger state = new AtomicInteger(PENDING);

	final String what;

	private final long limitNanos;

	/** When it was asked for; when it began once it has. */
	volatile long startedAt;

	volatile long deadline;

	private volatile @Nullable Thread thread;

	BoundedCall(String what, long startedAt, long limitNanos) {
		this.what = what;
		this.limitNanos = limitNanos;
		this.startedAt = startedAt;
		this.deadline = startedAt + limitNanos;
	}

	/** Reads the clock. */
	abstract long now();

	/** Calls the user's code; on a thread of the pool. */
	abstract void call() throws Throwable;

	/** The call ended in time; the owner of the slot goes on here. */
	abstract void ended(@Nullable Throwable failure);

	/** A thread came for it and went, out of memory or stack. */
	void notBegun() {
	}

	/** What was to be done after the end was not, out of memory or stack. */
	void lost() {
	}

	/** The call ended after it had been given up. */
	abstract void endedLate(@Nullable Throwable failure);

	/** The call overran its limit; whoever gave it up goes on here. */
	abstract void overran();

	@Override
	public final void run() {
		long now = isPending() ? begin() : 0;
		if (!THREAD.compareAndSet(this, null, Thread.currentThread())) {
			return;
		}
		if (!this.state.compareAndSet(PENDING, RUNNING)) {
			this.thread = null;
			if (this.state.compareAndSet(SKIPPED, ABANDONED)) {
				endedLate(null);
			}
			return;
		}
		this.startedAt = now;
		this.deadline = now + this.limitNanos;
		Throwable failure = null;
		try {
			call();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		if (this.state.compareAndSet(RUNNING, DONE)) {
			this.thread = null;
			Thread.interrupted();
			try {
				ended(failure);
			}
			catch (Throwable ex) {
				lost();
				throw ex;
			}
		}
		else {
			while (this.state.get() == INTERRUPTING) {
				Thread.interrupted();
				LockSupport.park(this);
			}
			this.thread = null;
			Thread.interrupted();
			endedLate(failure);
		}
	}

	private long begin() {
		try {
			return now();
		}
		catch (Throwable ex) {
			notBegun();
			throw ex;
		}
	}

	/**
	 * Gives the call up, if it has not ended.
	 * @return true if whoever calls this is the one to go on
	 */
	final boolean abandon() {
		if (this.state.compareAndSet(PENDING, SKIPPED)) {
			return true;
		}
		if (!this.state.compareAndSet(RUNNING, INTERRUPTING)) {
			return false;
		}
		Thread running = this.thread;
		if (running != null) {
			running.interrupt();
		}
		this.state.set(ABANDONED);
		LockSupport.unpark(running);
		return true;
	}

	/** Whether no thread has taken it up yet. */
	final boolean isPending() {
		return this.state.get() == PENDING;
	}

	/** Whether it ended in time; what follows may still go on. */
	final boolean hasEnded() {
		return this.state.get() == DONE;
	}

	final boolean isOverdue(long now) {
		return now - this.deadline >= 0;
	}

	/** How long it may take, which may be for ever, in a number for messages. */
	final long limitMillis() {
		return TimeUnit.NANOSECONDS.toMillis(this.limitNanos);
	}

	/** Whether it was given up before it was begun, and nobody came for it since. */
	final boolean isSkipped() {
		return this.state.get() == SKIPPED;
	}

	/** The thread it runs on, if it does. */
	final @Nullable Thread thread() {
		return this.thread;
	}

	@Override
	public String toString() {
		Thread running = this.thread;
		return this.what + ((running != null) ? " on " + running.getName() : "");
	}

}
