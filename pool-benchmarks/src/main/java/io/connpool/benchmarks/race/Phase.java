package io.connpool.benchmarks.race;

/**
 * A stretch of a lap: the threads work while it lasts, the main thread lets it end. The
 * next one begins where it ends.
 */
final class Phase {

	private volatile boolean over;

	boolean lasts() {
		return !this.over;
	}

	/**
	 * Lets the phase last that long, then ends it.
	 * @param nanos how long
	 * @return when that was, and what had been used of the machine by then
	 */
	Mark lastFor(long nanos) {
		Pause.nanos(nanos);
		// While the threads still live: with them go their counters.
		Usage usage = Usage.now();
		Mark mark = new Mark(System.nanoTime(), usage);
		end();
		return mark;
	}

	void end() {
		this.over = true;
	}

	/**
	 * The end of one phase and the beginning of the next.
	 *
	 * @param nanos in {@link System#nanoTime()}
	 * @param usage of the machine so far
	 */
	record Mark(long nanos, Usage usage) {

		long nanosSince(Mark earlier) {
			return this.nanos - earlier.nanos;
		}

		Usage usageSince(Mark earlier) {
			return this.usage.since(earlier.usage);
		}

	}

}
