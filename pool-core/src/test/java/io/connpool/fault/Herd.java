package io.connpool.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.connpool.PoolException;

import static org.assertj.core.api.Assertions.assertThat;

/** Callers who ask all the time, with a short pause between two requests. */
final class Herd implements AutoCloseable {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private static final int MOST_KEPT = 10_000;

	private final List<Thread> callers = new ArrayList<>();

	private final LongAdder served = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

	private final Queue<Throwable> wrongs = new ConcurrentLinkedQueue<>();

	private volatile boolean over;

	Herd(Scene scene, int size) {
		for (int i = 0; i < size; i++) {
			this.callers.add(new Thread(() -> askAllTheTime(scene), "herd-" + i));
		}
		this.callers.forEach(Thread::start);
	}

	private void askAllTheTime(Scene scene) {
		while (!this.over) {
			try {
				scene.ask();
				this.served.increment();
			}
			catch (IOException | PoolException ex) {
				this.failed.increment();
				if (this.failed.sum() <= MOST_KEPT) {
					this.failures.add(ex);
				}
				LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
			}
			catch (Throwable ex) {
				this.wrongs.add(ex);
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	/** Requests that got their reply. */
	long served() {
		return this.served.sum();
	}

	/** Why requests got none: the first ten thousand. */
	Queue<Exception> failures() {
		return this.failures;
	}

	/** Ends all callers; none may be stuck or have seen what was not meant for it. */
	@Override
	public void close() throws InterruptedException {
		this.over = true;
		for (Thread caller : this.callers) {
			caller.join(TimeUnit.SECONDS.toMillis(30));
			assertThat(caller.isAlive()).as(caller + " is stuck").isFalse();
		}
		assertThat(this.wrongs).isEmpty();
	}

}
