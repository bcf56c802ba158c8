package io.connpool.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Runs nothing until it is told to: each task on the calling thread or, in threaded mode,
 * on a thread of its own, for which {@link #runAll()} waits until it has ended or hangs
 * in a script.
 */
final class ManualExecutor implements Executor {

	private static final int TOO_MANY = 1_000_000;

	private final Predicate<Thread> hanging;

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final List<Runnable> held = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private @Nullable Throwable rejection;

	private int rejections;

	private boolean holding;

	private boolean threaded;

	ManualExecutor(Predicate<Thread> hanging) {
		this.hanging = hanging;
	}

	@Override
	public synchronized void execute(Runnable task) {
		if (this.rejection != null) {
			this.rejections++;
			throw ManualExecutor.<RuntimeException>sneaky(this.rejection);
		}
		(this.holding ? this.held : this.tasks).add(task);
	}

	/** Rejects tasks until {@link #accept()}. */
	synchronized void reject(Throwable rejection) {
		this.rejection = rejection;
	}

	synchronized void accept() {
		this.rejection = null;
	}

	synchronized boolean isRejecting() {
		return this.rejection != null;
	}

	synchronized int rejections() {
		return this.rejections;
	}

	/** Puts tasks that come from now on aside, as if their threads did not get a CPU. */
	synchronized void hold() {
		this.holding = true;
	}

	/** Takes tasks again; what was put aside stays there. */
	synchronized void flow() {
		this.holding = false;
	}

	/** Takes tasks again, those put aside first. */
	synchronized void letGo() {
		this.holding = false;
		this.held.addAll(this.tasks);
		this.tasks.clear();
		this.tasks.addAll(this.held);
		this.held.clear();
	}

	synchronized int held() {
		return this.held.size();
	}

	/** Has every task run on a thread of its own, so that it may hang. */
	void threaded() {
		this.threaded = true;
	}

	synchronized boolean isIdle() {
		return this.tasks.isEmpty() && this.threads.stream().noneMatch(this::isBusy);
	}

	/** Nothing is queued, put aside, running or hanging. */
	synchronized boolean isEmpty() {
		return this.tasks.isEmpty() && this.held.isEmpty() && this.threads.stream().noneMatch(Thread::isAlive);
	}

	boolean runNext() {
		return run(poll(null));
	}

	/** Runs any one of the tasks. */
	boolean runAny(Random random) {
		return run(poll(random));
	}

	/** Runs tasks until there are no more, and all threads have ended or hang. */
	int runAll() {
		int count = 0;
		awaitThreads();
		while (runNext()) {
			if (++count > TOO_MANY) {
				throw new AssertionError("tasks breed tasks without end");
			}
		}
		return count;
	}

	private boolean run(@Nullable Runnable task) {
		if (task == null) {
			return false;
		}
		if (this.threaded) {
			Thread thread = new Thread(task, "rig-" + Integer.toHexString(System.identityHashCode(task)));
			thread.setDaemon(true);
			synchronized (this) {
				this.threads.add(thread);
			}
			thread.start();
			awaitThreads();
		}
		else {
			task.run();
		}
		return true;
	}

	private synchronized @Nullable Runnable poll(@Nullable Random random) {
		if (random != null && !this.tasks.isEmpty()) {
			for (int i = random.nextInt(this.tasks.size()); i > 0; i--) {
				this.tasks.add(this.tasks.remove());
			}
		}
		return this.tasks.poll();
	}

	private void awaitThreads() {
		Thread busy = busyThread();
		while (busy != null) {
			if (Thread.interrupted()) {
				throw new AssertionError("interrupted while waiting for " + busy);
			}
			LockSupport.parkNanos(20_000);
			busy = busyThread();
		}
	}

	private synchronized @Nullable Thread busyThread() {
		this.threads.removeIf((thread) -> !thread.isAlive());
		return this.threads.stream().filter(this::isBusy).findFirst().orElse(null);
	}

	private boolean isBusy(Thread thread) {
		return thread.isAlive() && !this.hanging.test(thread);
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> X sneaky(Throwable ex) throws X {
		throw (X) ex;
	}

}
