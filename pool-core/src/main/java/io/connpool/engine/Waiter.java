package io.connpool.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

import io.connpool.PoolException;
import org.jspecify.annotations.Nullable;

/*
 * A queued acquire. One compare-and-set on the outcome decides between delivery, failure and
 * leaving (time-out, interrupt, cancel); whoever loses keeps what it had: a deliverer offers the
 * connection to the next in line, a leaver takes the delivered connection after all.
 */
abstract sealed class Waiter<C> permits ParkedWaiter, FutureWaiter {

	private static final Object LEFT = new Object();

	private static final VarHandle OUTCOME;

	static {
		try {
			OUTCOME = MethodHandles.lookup().findVarHandle(Waiter.class, "outcome", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	final long enqueuedAt;

	final long deadline;

	/** The word of the delivered slot; written before the outcome. */
	private long deliveredWord;

	/** Whether whoever decided the outcome could not say so, out of memory or stack. */
	private volatile boolean untold;

	@SuppressWarnings("unused") // through OUTCOME
	private volatile @Nullable Object outcome;

	Waiter(long enqueuedAt, long deadline) {
		this.enqueuedAt = enqueuedAt;
		this.deadline = deadline;
	}

	final boolean isDone() {
		return this.outcome != null;
	}

	final boolean deliver(Slot<C> slot) {
		this.deliveredWord = slot.word();
		return settle(slot);
	}

	/** Whether the delivered slot was not taken back meanwhile, as one that was lost. */
	final boolean isStillDelivered(Slot<C> slot) {
		return slot.word() == this.deliveredWord;
	}

	final void notTold() {
		this.untold = true;
	}

	final boolean isUntold() {
		return this.untold;
	}

	/**
	 * Fails with an exception made by the failing caller itself, so its stack is its own.
	 */
	final boolean fail(Supplier<PoolException> failure) {
		return settle(failure);
	}

	final boolean leave() {
		return OUTCOME.compareAndSet(this, null, LEFT);
	}

	/** Returns what was delivered, or null if it failed or has not been decided. */
	@SuppressWarnings("unchecked")
	final @Nullable Slot<C> delivered() {
		return (this.outcome instanceof Slot<?> slot) ? (Slot<C>) slot : null;
	}

	/** Returns what it failed with, or null. */
	@SuppressWarnings("unchecked")
	final @Nullable PoolException failure() {
		return (this.outcome instanceof Supplier<?> failure) ? ((Supplier<PoolException>) failure).get() : null;
	}

	/** Wakes whoever waits; never runs user code on this thread. */
	abstract void signal();

	private boolean settle(Object result) {
		if (OUTCOME.compareAndSet(this, null, result)) {
			signal();
			return true;
		}
		return false;
	}

}
