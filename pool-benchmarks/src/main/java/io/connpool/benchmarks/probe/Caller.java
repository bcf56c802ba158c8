package io.connpool.benchmarks.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One call on a thread of its own, because it may never return.
 *
 * @param <T> what it returns
 */
final class Caller<T> {

	private final CountDownLatch back = new CountDownLatch(1);

	private final long start = System.nanoTime();

	// Written by the thread, read after the latch, or under the lock.
	private @Nullable T result;

	private @Nullable Throwable failure;

	private long end;

	// Guarded by this.
	private Crowd.@Nullable Use late;

	private Caller() {
	}

	static <T> Caller<T> start(Callable<T> call) {
		Caller<T> caller = new Caller<>();
		Thread thread = new Thread(() -> caller.run(call), "caller");
		thread.setDaemon(true);
		thread.start();
		return caller;
	}

	static <T> List<Caller<T>> start(int count, Callable<T> call) {
		List<Caller<T>> callers = new ArrayList<>();
		while (callers.size() < count) {
			callers.add(start(call));
		}
		return callers;
	}

	private void run(Callable<T> call) {
		try {
			arrive(call.call());
		}
		catch (Throwable ex) {
			// that of the pool, whatever it is, is what is looked for
			this.failure = ex;
		}
		finally {
			this.end = System.nanoTime();
			this.back.countDown();
		}
	}

	/** Waits until the call is back, or that many milliseconds after it was made. */
	Caller<T> await(double millis) {
		try {
			long left = this.start + Math.round(millis * 1e6) - System.nanoTime();
			this.back.await(Math.max(left, 0), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return this;
	}

	/**
	 * Goes away without the caller: what that gets, it has to give back by itself.
	 * @return what it has got already
	 */
	synchronized @Nullable T leave(Crowd.Use late) {
		this.late = late;
		return this.result;
	}

	private synchronized void arrive(T result) throws Exception {
		if (this.late != null) {
			this.late.with(result);
		}
		this.result = result;
	}

	boolean isBack() {
		return this.back.getCount() == 0;
	}

	/** How long it took, or has taken up to now. */
	double millis() {
		return ((isBack() ? this.end : System.nanoTime()) - this.start) / 1e6;
	}

	@Nullable T result() {
		return isBack() ? this.result : null;
	}

	@Nullable Throwable failure() {
		return isBack() ? this.failure : null;
	}

}
