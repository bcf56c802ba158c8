package io.connpool.net;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.opentest4j.TestAbortedException;

/**
 * A call on another thread, platform or virtual.
 *
 * @param <T> what it returns
 */
final class Background<T> {

	private final FutureTask<T> task;

	private final Thread thread;

	Background(Callable<T> call, boolean virtual) {
		this.task = new FutureTask<>(call);
		this.thread = virtual ? virtualThread(this.task) : new Thread(this.task, "background");
		this.thread.start();
	}

	static <T> Background<T> call(Callable<T> call) {
		return new Background<>(call, false);
	}

	/** On a virtual thread; the test is skipped where there are none. */
	static <T> Background<T> callVirtually(Callable<T> call) {
		return new Background<>(call, true);
	}

	private static Thread virtualThread(Runnable task) {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
			return (Thread) unstarted.invoke(builder, task);
		}
		catch (NoSuchMethodException ex) {
			throw new TestAbortedException("no virtual threads before Java 21", ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Interrupts the thread until it is done. Once would do from Java 21 on; before,
	 * Thread.interrupt looks for a channel to close first and sets the flag second, so a
	 * thread that begins to block in between is not woken.
	 */
	void interrupt() throws InterruptedException {
		do {
			this.thread.interrupt();
			this.thread.join(20);
		}
		while (this.thread.isAlive());
	}

	/** Interrupts the thread once, which it may not notice, or survive. */
	void poke() {
		this.thread.interrupt();
	}

	/**
	 * Cancels the task, and waits for its thread to notice, as {@link #interrupt} does.
	 */
	void cancel() throws InterruptedException {
		this.task.cancel(true);
		this.thread.join(20);
		if (this.thread.isAlive()) {
			interrupt();
		}
	}

	/** Waits until the call has ended, however it ends. */
	void join() throws InterruptedException {
		this.thread.join(60_000);
		if (this.thread.isAlive()) {
			throw new AssertionError("still blocked");
		}
	}

	boolean isDone() {
		return this.task.isDone();
	}

	T result() throws InterruptedException {
		try {
			return this.task.get(60, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("still blocked", ex);
		}
	}

	/** Waits for the failure that it must end with. */
	Throwable failure() throws InterruptedException {
		try {
			T result = this.task.get(60, TimeUnit.SECONDS);
			throw new AssertionError("returned " + result);
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (TimeoutException ex) {
			throw new AssertionError("still blocked", ex);
		}
	}

}
