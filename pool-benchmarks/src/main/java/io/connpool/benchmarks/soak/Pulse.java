package io.connpool.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Feels how long the machine pauses, by sleeping and looking at the clock: what a caller
 * is late by for that long is not the pool's doing.
 */
final class Pulse implements AutoCloseable {

	private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** A pause is remembered for that long at least, and for twice that at most. */
	private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** A machine that pauses for longer does not get its work done in time. */
	private static final long PAUSE_MILLIS = 50;

	private final Thread thread = new Thread(this::run, "soak-pulse");

	private volatile boolean closed;

	private volatile long worst;

	private volatile long former;

	private volatile long latest;

	void start() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void run() {
		long turn = System.nanoTime();
		while (!this.closed) {
			long before = System.nanoTime();
			LockSupport.parkNanos(NAP_NANOS);
			long now = System.nanoTime();
			long late = Math.max(0, now - before - NAP_NANOS);
			this.latest = Math.max(this.latest, late);
			this.worst = Math.max(this.worst, late);
			if (now - turn > LATELY_NANOS) {
				turn = now;
				this.former = this.latest;
				this.latest = 0;
			}
		}
	}

	/**
	 * Whether the machine has no time to spare: it paused lately, or three times as many
	 * threads want to run as there are processors for.
	 */
	boolean isStarved() {
		return latelyMillis() >= PAUSE_MILLIS || load() >= 3.0 * Runtime.getRuntime().availableProcessors();
	}

	/** How many threads wanted to run, on average over the last minute. */
	static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	/** The longest pause of the last seconds. */
	long latelyMillis() {
		return TimeUnit.NANOSECONDS.toMillis(Math.max(this.former, this.latest));
	}

	/** The longest pause of all. */
	long worstMillis() {
		return TimeUnit.NANOSECONDS.toMillis(this.worst);
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
