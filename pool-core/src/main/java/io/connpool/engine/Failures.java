package io.connpool.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.connpool.PoolException;

/*
 * Fails async waiters on threads of the pool, a few at a time: what depends on their futures may
 * take time, and thousands of them may fail at once. If all of those threads are stuck in such
 * dependents, the housekeeper adds one more at each pass.
 */
final class Failures {

	private static final int AT_ONCE = 4;

	private static final int MOST = 256;

	private final Workers workers;

	private final Queue<Runnable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicInteger failing = new AtomicInteger();

	/** How many were begun with. */
	private final AtomicInteger begun = new AtomicInteger();

	/** Housekeeper only: the same at its last pass. */
	private int begunBefore;

	Failures(Workers workers) {
		this.workers = workers;
	}

	/** Fails a waiter soon, with an exception that is made only then. */
	void add(FutureWaiter<?> waiter, Supplier<PoolException> failure) {
		this.failures.add(() -> fail(waiter, failure));
		if (signOn(AT_ONCE)) {
			this.workers.runSurely(this::run);
		}
	}

	/**
	 * Adds a thread if there are failures to be told and none was since the last call;
	 * the housekeeper calls.
	 * @return whether some are left
	 */
	boolean help() {
		if (this.failures.isEmpty()) {
			return false;
		}
		int now = this.begun.get();
		if (now == this.begunBefore && signOn(MOST)) {
			this.workers.runSurely(this::run);
		}
		this.begunBefore = now;
		return true;
	}

	boolean isEmpty() {
		return this.failures.isEmpty();
	}

	/** Fails waiters until none is left; looks once more after signing off. */
	private void run() {
		do {
			try {
				for (Runnable next = this.failures.poll(); next != null; next = this.failures.poll()) {
					this.begun.incrementAndGet();
					next.run();
				}
			}
			finally {
				this.failing.decrementAndGet();
			}
		}
		while (!this.failures.isEmpty() && signOn(AT_ONCE));
	}

	private boolean signOn(int most) {
		for (;;) {
			int busy = this.failing.get();
			if (busy >= most) {
				return false;
			}
			if (this.failing.compareAndSet(busy, busy + 1)) {
				return true;
			}
		}
	}

	/** Completes a future with an exception, whatever happens while it is made. */
	private static void fail(FutureWaiter<?> waiter, Supplier<PoolException> failure) {
		Throwable cause;
		try {
			cause = failure.get();
		}
		catch (Throwable ex) {
			cause = ex;
		}
		waiter.future.completeExceptionally(cause);
	}

}
