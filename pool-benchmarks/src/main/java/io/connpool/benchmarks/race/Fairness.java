package io.connpool.benchmarks.race;

import java.util.stream.LongStream;

/**
 * How evenly the uses were spread over the threads.
 *
 * @param sum of all uses
 * @param minToMean uses of the worst-off thread by those of the average one: 1 is even, 0
 * is starved
 * @param maxToMin uses of the best-off thread by those of the worst-off: infinite if that
 * one never had its turn
 */
record Fairness(long sum, double minToMean, double maxToMin) {

	static Fairness of(long[] counts) {
		long sum = LongStream.of(counts).sum();
		long min = LongStream.of(counts).min().orElse(0);
		long max = LongStream.of(counts).max().orElse(0);
		double mean = (double) sum / counts.length;
		return new Fairness(sum, (sum == 0) ? 0 : min / mean, (max == 0) ? 1 : (double) max / min);
	}

}
