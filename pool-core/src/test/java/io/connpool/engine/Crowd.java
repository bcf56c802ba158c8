package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.ConnectionPool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that do the same at once.
 */
enum Crowd {

	PLATFORM, VIRTUAL;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	boolean isSupported() {
		return this == PLATFORM || Runtime.version().feature() >= 21;
	}

	/** Runs the work on so many threads and waits; tells where they are if they hang. */
	void run(ConnectionPool<?> pool, int count, Work work) throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CountDownLatch done = new CountDownLatch(count);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Random random = new Random(i);
			threads.add(newThread(() -> {
				try {
					work.run(random);
				}
				catch (Throwable ex) {
					failure.compareAndSet(null, ex);
				}
				finally {
					done.countDown();
				}
			}));
		}
		threads.forEach(Thread::start);
		boolean ended = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(ended).as(() -> "all have ended: " + pool.stats() + dump(threads)).isTrue();
		assertThat(failure.get()).isNull();
	}

	private Thread newThread(Runnable work) {
		if (this == PLATFORM) {
			Thread thread = new Thread(work, "crowd");
			thread.setDaemon(true);
			return thread;
		}
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (Thread) Class.forName("java.lang.Thread$Builder")
				.getMethod("unstarted", Runnable.class)
				.invoke(builder, work);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String dump(List<Thread> threads) {
		StringBuilder text = new StringBuilder();
		threads.stream().filter(Thread::isAlive).limit(20).forEach((thread) -> {
			text.append('\n').append(thread.getName());
			for (StackTraceElement frame : thread.getStackTrace()) {
				text.append("\n\tat ").append(frame);
			}
		});
		return text.toString();
	}

	/** What runs on each thread, with randomness of its own. */
	@FunctionalInterface
	interface Work {

		void run(Random random) throws Exception;

	}

}
