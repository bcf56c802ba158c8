package io.connpool.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.connpool.NanoClock;

/**
 * Knows when a pool wants its next housekeeping pass, on the clock of the test, which
 * makes the pass: not before, however much has happened, so that a pool which forgets to
 * say so is found out.
 */
final class Alarm implements Housekeeping, Housekeeping.Chore {

	private static final long NEVER = Duration.ofDays(365).toNanos();

	private final NanoClock clock;

	private long dueAt;

	Alarm(NanoClock clock) {
		this.clock = clock;
		passes();
	}

	@Override
	public Chore chore(LongSupplier pass) {
		return this;
	}

	@Override
	public void start() {
		wakeBy(0);
	}

	@Override
	public synchronized void wakeBy(long nanosFromNow) {
		long delay = Math.max(0, nanosFromNow);
		if (delay < untilDue()) {
			this.dueAt = this.clock.nanos() + delay;
		}
	}

	@Override
	public void remove() {
		passes();
	}

	boolean isDue() {
		return untilDue() <= 0;
	}

	/** Returns the nanoseconds until the next pass. */
	synchronized long untilDue() {
		return this.dueAt - this.clock.nanos();
	}

	/** Begins a pass: whoever wants one from now on wants another. */
	final synchronized void passes() {
		this.dueAt = this.clock.nanos() + NEVER;
	}

}
