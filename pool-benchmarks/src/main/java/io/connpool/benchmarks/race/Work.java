package io.connpool.benchmarks.race;

import java.util.Arrays;

import org.openjdk.jmh.infra.Blackhole;

/** Keeps a processor busy for a known time without reading a clock. */
final class Work {

	private static final long WARM_UP_NANOS = 500_000_000;

	private static final int BATCH = 20_000;

	private static final int BATCHES = 200;

	/** What interrupts a batch makes it longer, never shorter. */
	private static final double UNDISTURBED = 0.1;

	private Work() {
	}

	static void burn(long tokens) {
		Blackhole.consumeCPU(tokens);
	}

	/**
	 * Finds out how many tokens take that long.
	 * @param nanos length of the work
	 * @return the tokens for {@link #burn}
	 */
	static long calibrate(double nanos) {
		long warm = System.nanoTime() + WARM_UP_NANOS;
		while (System.nanoTime() < warm) {
			nanosPerBurn(100);
		}
		long low = 1;
		long high = 10_000;
		while (low < high) {
			long middle = (low + high) / 2;
			if (nanosPerBurn(middle) < nanos) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	/**
	 * Measures, in many batches.
	 * @param tokens amount of work
	 * @return how long it takes
	 */
	static double nanosPerBurn(long tokens) {
		double[] nanos = new double[BATCHES];
		for (int batch = 0; batch < BATCHES; batch++) {
			int burns = (int) Math.max(1, BATCH / tokens);
			long start = System.nanoTime();
			for (int i = 0; i < burns; i++) {
				burn(tokens);
			}
			nanos[batch] = (double) (System.nanoTime() - start) / burns;
		}
		Arrays.sort(nanos);
		return nanos[(int) (UNDISTURBED * BATCHES)];
	}

}
