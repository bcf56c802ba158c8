package io.connpool.engine;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/*
 * The threads of one pool. No queue: every task has a thread at once, so a task that hangs
 * delays no other. What bounds them is the callers: opens by opening.parallelism, everything
 * else by the number of places, what overran by max-quarantined and, for opens, by ExtraOpens.
 *
 * Platform threads unless the builder was given a thread factory: a user's call that hangs in
 * native code or under a monitor would take a carrier away from every virtual thread of the JVM.
 */
final class Workers {

	private static final int KEEP_SECONDS = 5;

	private final Executor executor;

	/** Tasks that found no thread and must not be lost; tried again at every pass. */
	private final Queue<Runnable> deferred = new ConcurrentLinkedQueue<>();

	/** Those inside a task of this pool now. */
	private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

	private final ThreadFactory threads;

	private final PoolLog log;

	/** Has the housekeeper come soon. */
	private volatile Runnable wake = () -> {
	};

	private Workers(Executor executor, ThreadFactory threads, PoolLog log) {
		this.executor = executor;
		this.threads = threads;
		this.log = log;
	}

	static Workers threads(String poolName, @Nullable ThreadFactory factory, @Nullable ClassLoader loader,
			PoolLog log) {
		ThreadFactory threads = (factory != null) ? factory : new NamedThreads(poolName, loader);
		return new Workers(new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), threads), threads, log);
	}

	static Workers on(Executor executor, PoolLog log) {
		return new Workers(executor, Thread::new, log);
	}

	/**
	 * Says what to do when a task had to be deferred.
	 */
	void onDeferred(Runnable wake) {
		this.wake = wake;
	}

	/**
	 * Runs a task on a thread of the pool.
	 * @throws Throwable whatever kept the thread from being made
	 */
	void run(Runnable task) throws Throwable {
		this.executor.execute(contained(task));
	}

	/**
	 * Runs a task on a thread of the pool, later if there is none to be had now.
	 */
	void runSurely(Runnable task) {
		if (!tryRun(task)) {
			this.deferred.add(task);
			this.wake.run();
		}
	}

	/**
	 * Tries again what found no thread; the housekeeper only. Returns whether anything is
	 * left.
	 */
	boolean retryDeferred() {
		for (Runnable task = this.deferred.peek(); task != null; task = this.deferred.peek()) {
			if (!tryRun(task)) {
				return true;
			}
			this.deferred.poll();
		}
		return false;
	}

	boolean isAnyDeferred() {
		return !this.deferred.isEmpty();
	}

	private boolean tryRun(Runnable task) {
		try {
			if (this.executor instanceof ExecutorService service && service.isShutdown()) {
				// the pool is closed and something came back very late
				this.threads.newThread(contained(task)).start();
			}
			else {
				this.executor.execute(contained(task));
			}
			return true;
		}
		catch (Throwable ex) {
			this.log.warn("threads", "no thread could be made; it is tried again", ex);
			return false;
		}
	}

	/** Whether a task of this pool runs on the current thread. */
	boolean isInside() {
		return this.inside.contains(Thread.currentThread());
	}

	private Runnable contained(Runnable task) {
		return () -> {
			Thread current = Thread.currentThread();
			boolean outermost = enter(current);
			try {
				task.run();
			}
			catch (Throwable ex) {
				// what it left behind is for the housekeeper to take up
				this.wake.run();
				this.log.error("bug: a background task failed", ex);
			}
			finally {
				if (outermost) {
					this.inside.remove(current);
				}
			}
		};
	}

	private boolean enter(Thread thread) {
		try {
			return this.inside.add(thread);
		}
		catch (Throwable ex) {
			// out of memory: the task matters more
			return false;
		}
	}

	void shutdown() {
		if (this.executor instanceof ExecutorService service) {
			service.shutdown();
		}
	}

	private static final class NamedThreads implements ThreadFactory {

		private final String poolName;

		private final AtomicInteger numbers = new AtomicInteger();

		/**
		 * The factory's: whoever happens to ask for a connection leaves nothing behind.
		 */
		private final @Nullable ClassLoader loader;

		private NamedThreads(String poolName, @Nullable ClassLoader loader) {
			this.poolName = poolName;
			this.loader = loader;
		}

		@Override
		public Thread newThread(Runnable task) {
			Thread thread = new Thread(null, task,
					"connpool-" + this.poolName + "-open-" + this.numbers.incrementAndGet(), 0, false);
			thread.setDaemon(true);
			thread.setContextClassLoader(this.loader);
			return thread;
		}

	}

}
