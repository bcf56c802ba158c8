package io.connpool.benchmarks.probe;

import java.time.Duration;

/**
 * Notices that the whole JVM stood still, because the machine had other things to do or
 * somebody stopped it. What was measured meanwhile says nothing about a pool.
 */
final class Stillness implements AutoCloseable {

	private static final Duration TICK = Duration.ofMillis(20);

	// Written by the thread alone.
	private volatile long longestNanos;

	private volatile boolean over;

	private Stillness() {
	}

	static Stillness watch() {
		Stillness stillness = new Stillness();
		Thread thread = new Thread(stillness::tick, "stillness");
		thread.setDaemon(true);
		thread.start();
		return stillness;
	}

	private void tick() {
		long last = System.nanoTime();
		while (!this.over) {
			Bench.pause(TICK);
			long now = System.nanoTime();
			this.longestNanos = Math.max(this.longestNanos, now - last - TICK.toNanos());
			last = now;
		}
	}

	Duration longest() {
		return Duration.ofNanos(this.longestNanos);
	}

	@Override
	public void close() {
		this.over = true;
	}

}
