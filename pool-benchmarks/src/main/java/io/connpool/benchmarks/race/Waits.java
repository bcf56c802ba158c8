package io.connpool.benchmarks.race;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/**
 * Times recorded by many threads, each into a histogram of its own, true to one per cent.
 */
final class Waits {

	private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

	private static final int DIGITS = 2;

	private final Histogram all = histogram();

	static Histogram histogram() {
		return new Histogram(LONGEST, DIGITS);
	}

	static void record(AbstractHistogram histogram, long nanos) {
		histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
	}

	static Histogram[] histograms(int size) {
		Histogram[] histograms = new Histogram[size];
		Arrays.setAll(histograms, (i) -> histogram());
		return histograms;
	}

	static Waits of(AbstractHistogram... histograms) {
		Waits waits = new Waits();
		for (AbstractHistogram histogram : histograms) {
			waits.all.add(histogram);
		}
		return waits;
	}

	long count() {
		return this.all.getTotalCount();
	}

	double meanMicros() {
		return this.all.getMean() / 1e3;
	}

	double micros(double percentile) {
		return this.all.getValueAtPercentile(percentile) / 1e3;
	}

	double maxMicros() {
		return this.all.getMaxValue() / 1e3;
	}

	/**
	 * Returns the usual percentiles in microseconds, named {@code p50_us} and so on, a
	 * corrected one, and the worst over the median. Percentiles by wait hide starvation:
	 * who waits for a second counts once, lucky neighbours count thousands of times
	 * meanwhile. The correction adds the waits that the one in line would have had
	 * (HdrHistogram's for coordinated omission).
	 * @param nanosPerUse average time from one use of a thread to its next
	 * @return by name of the metric
	 */
	Map<String, Double> percentiles(double nanosPerUse) {
		long interval = Double.isFinite(nanosPerUse) ? Math.max(1, Math.round(nanosPerUse)) : 0;
		Histogram corrected = this.all.copyCorrectedForCoordinatedOmission(interval);
		Map<String, Double> percentiles = new LinkedHashMap<>();
		percentiles.put("p50_us", micros(50));
		percentiles.put("p99_us", micros(99));
		percentiles.put("p99_corrected_us", corrected.getValueAtPercentile(99) / 1e3);
		percentiles.put("p999_us", micros(99.9));
		percentiles.put("max_us", maxMicros());
		percentiles.put("worst_to_median", maxMicros() / Math.max(0.1, micros(50)));
		return percentiles;
	}

}
