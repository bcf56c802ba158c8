package io.connpool.benchmarks.race;

import io.connpool.benchmarks.race.Crew.Hand;
import io.connpool.benchmarks.race.Phase.Mark;

/**
 * A crew at work: first to warm up, then to be measured.
 *
 * <p>
 * A use counts if it ends while measured. A wait counts if it ends after the warm-up,
 * however early it began and however late it ends: those who wait all the time are the
 * ones to hear of.
 */
final class Trial {

	private final Phase warmUp = new Phase();

	private final Phase measured = new Phase();

	/** Tells whether the crew is to go on. */
	boolean lasts() {
		return this.measured.lasts();
	}

	/** Tells whether the warm-up is over, so that waits count. */
	boolean isWarm() {
		return !this.warmUp.lasts();
	}

	/** Tells whether uses count. */
	boolean isMeasured() {
		return isWarm() && lasts();
	}

	/**
	 * Lets a crew work.
	 * @param threads its size
	 * @param hand what each does while the trial {@link #lasts()}
	 * @param warmUpNanos length of the warm-up
	 * @param nanos length of the measured time
	 * @return the measured time as it was
	 * @throws Exception what the first thread to fail failed with
	 */
	Span run(int threads, Hand hand, long warmUpNanos, long nanos) throws Exception {
		Crew crew = Crew.of(threads, hand);
		crew.start();
		Span span = spend(warmUpNanos, nanos);
		crew.join();
		return span;
	}

	/**
	 * Lets the time of a trial pass whose crew is somebody else's.
	 * @param warmUpNanos length of the warm-up
	 * @param nanos length of the measured time
	 * @return the measured time as it was
	 */
	Span spend(long warmUpNanos, long nanos) {
		Mark start = this.warmUp.lastFor(warmUpNanos);
		Mark end = this.measured.lastFor(nanos);
		return new Span(start.nanos(), end.nanosSince(start), end.usageSince(start));
	}

	/**
	 * The time in which a trial was measured.
	 *
	 * @param start of it, in {@link System#nanoTime()}
	 * @param nanos its length
	 * @param usage of the machine in it
	 */
	record Span(long start, long nanos, Usage usage) {

		double perSecond(double count) {
			return count / (this.nanos / 1e9);
		}

		double cpuMicros() {
			return this.usage.cpuNanos() / 1e3;
		}

	}

}
