package io.connpool.benchmarks.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Platform threads that all do the same. They start together; a failure of one ends none
 * of the others, but is what {@link #join} throws.
 */
final class Crew {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<Thread> threads = new ArrayList<>();

	private final CountDownLatch ready;

	private final CountDownLatch go = new CountDownLatch(1);

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private Crew(int size) {
		this.ready = new CountDownLatch(size);
	}

	/**
	 * Creates the threads and lets them come to the start.
	 * @param size number of threads
	 * @param hand what each does
	 * @return the crew, waiting for {@link #start}
	 */
	static Crew of(int size, Hand hand) {
		Crew crew = new Crew(size);
		for (int i = 0; i < size; i++) {
			int index = i;
			Thread thread = new Thread(() -> crew.run(hand, index), "hand-" + index);
			thread.setDaemon(true);
			crew.threads.add(thread);
			thread.start();
		}
		return crew;
	}

	private void run(Hand hand, int index) {
		try {
			this.ready.countDown();
			this.go.await();
			hand.work(index);
		}
		catch (Throwable ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

	/**
	 * Lets all threads go at once.
	 * @return when, in {@link System#nanoTime()}
	 * @throws InterruptedException if interrupted while some are not yet at the start
	 */
	long start() throws InterruptedException {
		this.ready.await();
		// The last ones are still on their way to sleep.
		Pause.millis(5);
		long now = System.nanoTime();
		this.go.countDown();
		return now;
	}

	/**
	 * Waits until all have come home.
	 * @throws Exception what the first to fail failed with, or a time-out if threads are
	 * still under way after twenty seconds
	 */
	void join() throws Exception {
		long end = System.nanoTime() + PATIENCE.toNanos();
		for (Thread thread : this.threads) {
			long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
			thread.join(Math.max(1, left));
		}
		if (this.failure.get() instanceof Exception exception) {
			throw exception;
		}
		if (this.failure.get() instanceof Error error) {
			throw error;
		}
		long away = this.threads.stream().filter(Thread::isAlive).count();
		if (away > 0) {
			throw new IllegalStateException(
					away + " threads still waiting " + PATIENCE.toSeconds() + " s after the others were done");
		}
	}

	/** What each thread of a crew does. */
	@FunctionalInterface
	interface Hand {

		/**
		 * Does its part.
		 * @param index of the thread, from zero
		 * @throws Exception if it cannot go on
		 */
		void work(int index) throws Exception;

	}

}
