package io.connpool.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.connpool.PoolException;

/*
 * Fails async waiters on threads of the pool, a few at a time: what hangs on their futures may
 * take time, and thousands of them may fail at once.
 */
final class Failures {

	private static final int AT_ONCE = 4;

	private final Workers workers;

	private final Queue<Runnable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicInteger failing = new AtomicInteger();

	Failures(Workers workers) {
		this.workers = workers;
	}

	/** Fails a waiter soon, with an exception that is made only then. */
	void add(FutureWaiter<?> waiter, Supplier<PoolException> failure) {
		this.failures.add(() -> fail(waiter, failure));
		if (signOn()) {
			this.workers.runSurely(this::run);
		}
	}

	/** Fails waiters until none is left; looks once more after signing off. */
	private void run() {
		do {
			for (Runnable next = this.failures.poll(); next != null; next = this.failures.poll()) {
				next.run();
			}
			this.failing.decrementAndGet();
		}
		while (!this.failures.isEmpty() && signOn());
	}

	private boolean signOn() {
		for (;;) {
			int busy = this.failing.get();
			if (busy >= AT_ONCE) {
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
