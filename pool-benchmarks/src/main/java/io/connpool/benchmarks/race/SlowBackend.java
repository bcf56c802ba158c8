package io.connpool.benchmarks.race;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.ResourceFactory;

/** Takes its time to open a connection, and counts those that are open. */
final class SlowBackend implements ResourceFactory {

	private static final long NEVER = Long.MIN_VALUE;

	private final double openMillis;

	private final int full;

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger present = new AtomicInteger();

	private final AtomicLong fullSince = new AtomicLong(NEVER);

	SlowBackend(double openMillis, int full) {
		this.openMillis = openMillis;
		this.full = full;
	}

	@Override
	public Resource open() {
		this.begun.incrementAndGet();
		Pause.millis(this.openMillis);
		if (this.present.incrementAndGet() >= this.full) {
			this.fullSince.compareAndSet(NEVER, System.nanoTime());
		}
		return new Connection();
	}

	int begun() {
		return this.begun.get();
	}

	/** Connections that were opened and not closed. */
	int present() {
		return this.present.get();
	}

	/**
	 * Returns how long it took until as many were open as ever may be.
	 * @param start in {@link System#nanoTime()}
	 * @return milliseconds, not a number if there never were
	 */
	double millisUntilFull(long start) {
		long since = this.fullSince.get();
		return (since == NEVER) ? Double.NaN : Math.max(0, (since - start) / 1e6);
	}

	/** Waits until no open is under way and none has begun for a while. */
	void settle() {
		double quietMillis = Math.max(50, 2 * this.openMillis);
		int before;
		do {
			before = this.begun.get();
			Pause.millis(quietMillis);
		}
		while (before != this.begun.get());
	}

	private final class Connection implements Resource {

		private final AtomicBoolean open = new AtomicBoolean(true);

		@Override
		public void close() {
			if (this.open.compareAndSet(true, false)) {
				SlowBackend.this.present.decrementAndGet();
			}
		}

	}

}
