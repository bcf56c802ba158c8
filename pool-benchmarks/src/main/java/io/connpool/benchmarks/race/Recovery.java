package io.connpool.benchmarks.race;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * A running count, sampled every few milliseconds, and what it says about the time until
 * service is what it was.
 */
final class Recovery {

	/** Over so long a time the throughput is averaged. */
	static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

	private final List<Sample> samples = new ArrayList<>();

	void sample(long nanos, long count) {
		this.samples.add(new Sample(nanos, count));
	}

	/**
	 * Returns what was counted between two instants.
	 * @param from the earlier one, in {@link System#nanoTime()}
	 * @param to the later one
	 * @return per second
	 */
	double perSecond(long from, long to) {
		return (at(to) - at(from)) / ((to - from) / 1e9);
	}

	/**
	 * Returns how long it took until the count grew again as it used to.
	 * @param from when that became possible, in {@link System#nanoTime()}
	 * @param former what it used to grow by, per second
	 * @param share of that to be reached
	 * @return milliseconds until the beginning of the first window with that growth; not
	 * a number if there is none
	 */
	double millisUntil(long from, double former, double share) {
		long last = this.samples.get(this.samples.size() - 1).nanos;
		for (Sample sample : this.samples) {
			if (sample.nanos >= from && sample.nanos + WINDOW <= last
					&& perSecond(sample.nanos, sample.nanos + WINDOW) >= share * former) {
				return (sample.nanos - from) / 1e6;
			}
		}
		return Double.NaN;
	}

	/**
	 * Returns the growth, window by window.
	 * @param from the start of the first window, in {@link System#nanoTime()}
	 * @return per second, separated by blanks
	 */
	String timeline(long from) {
		long last = this.samples.get(this.samples.size() - 1).nanos;
		StringJoiner windows = new StringJoiner(" ");
		for (long start = from; start + WINDOW <= last; start += WINDOW) {
			windows.add(Long.toString(Math.round(perSecond(start, start + WINDOW))));
		}
		return windows.toString();
	}

	// Between two samples the count is taken to have grown evenly.
	private double at(long nanos) {
		Sample before = this.samples.get(0);
		for (Sample sample : this.samples) {
			if (sample.nanos >= nanos) {
				return between(before, sample, nanos);
			}
			before = sample;
		}
		return before.count;
	}

	private static double between(Sample before, Sample after, long nanos) {
		if (after.nanos == before.nanos) {
			return after.count;
		}
		double share = (double) (nanos - before.nanos) / (after.nanos - before.nanos);
		return before.count + share * (after.count - before.count);
	}

	private record Sample(long nanos, long count) {
	}

}
