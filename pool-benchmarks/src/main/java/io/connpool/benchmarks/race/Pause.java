package io.connpool.benchmarks.race;

import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps of any length. Unlike a bare {@code parkNanos} they are not cut short by a
 * wake-up that was meant for a wait in a pool and came late.
 */
final class Pause {

	private Pause() {
	}

	static void nanos(long nanos) {
		long end = System.nanoTime() + nanos;
		for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	static void millis(double millis) {
		nanos(Math.round(millis * 1e6));
	}

}
