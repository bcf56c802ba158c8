package io.connpool.hostile;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Feels for how long the machine stands still, by sleeping and looking at the clock: for
 * that long nobody is to blame.
 */
final class Pulse {

	private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private volatile long longestNanos;

	Pulse() {
		Thread thread = new Thread(this::run, "pulse");
		thread.setDaemon(true);
		thread.start();
	}

	/** The longest pause so far. */
	Duration longest() {
		return Duration.ofNanos(this.longestNanos);
	}

	private void run() {
		while (true) {
			long before = System.nanoTime();
			LockSupport.parkNanos(NAP_NANOS);
			this.longestNanos = Math.max(this.longestNanos, System.nanoTime() - before - NAP_NANOS);
		}
	}

}
