package io.connpool.test;

import java.util.SplittableRandom;

/**
 * Effects that hold bytes up but leave them as they are.
 */
final class Slowness {

	private static final long SECOND = 1_000_000_000;

	/** A rate is kept by portions, each for about this time. */
	private static final long PORTION = SECOND / 100;

	private Slowness() {
	}

	static Effect latency(long nanos, long jitter, SplittableRandom random) {
		return new Effect() {

			@Override
			long delayNanos() {
				return (jitter == 0) ? nanos : nanos + random.nextLong(-jitter, jitter + 1);
			}

		};
	}

	static Effect slowClose(long nanos) {
		return new Effect() {

			@Override
			long endDelayNanos() {
				return nanos;
			}

		};
	}

	/** Keeps a rate over time, also when it is called late. */
	static Effect bandwidth(long bytesPerSecond) {
		int portion = (int) Math.max(1, Math.min(1 << 20, bytesPerSecond / (SECOND / PORTION)));
		return new Pace(portion) {

			@Override
			void passed(int bytes, long now) {
				long from = isFree(now - 2 * PORTION) ? now - 2 * PORTION : freeAt();
				freeAt(from + Math.max(1, (long) (bytes * (double) SECOND / bytesPerSecond)));
			}

		};
	}

	/** Passes on portions with a pause after each. */
	static Effect slice(int size, long pause) {
		return new Pace(size) {

			@Override
			void passed(int bytes, long now) {
				freeAt(now + pause);
			}

		};
	}

	private abstract static class Pace extends Effect {

		private final int portion;

		private long freeAt = System.nanoTime();

		Pace(int portion) {
			this.portion = portion;
		}

		final long freeAt() {
			return this.freeAt;
		}

		final void freeAt(long instant) {
			this.freeAt = instant;
		}

		final boolean isFree(long now) {
			return now - this.freeAt >= 0;
		}

		@Override
		final int most() {
			return this.portion;
		}

		@Override
		final long waitNanos(long now) {
			return this.freeAt - now;
		}

	}

}
