package io.connpool.benchmarks.footprint;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Makes one measurement, in a process for that alone, and prints it as
 * {@code measure,value,unit}.
 */
final class Probe {

	private Probe() {
	}

	public static void main(String[] args) throws Exception {
		PrintStream out = System.out;
		Measure measure = Measure.valueOf(args[0]);
		String contender = args[1];
		int seconds = Integer.parseInt(args[2]);
		int pools = Integer.parseInt(args[3]);
		Report report = (name, value, unit) -> out.printf(Locale.ROOT, "%s,%.1f,%s%n", name, value, unit);
		switch (measure) {
			case CONNECTION -> Memory.ofConnection(contender, report);
			case POOL -> Memory.ofPool(contender, report);
			case PARKED_WAITER -> Memory.ofParkedWaiter(contender, report);
			case ASYNC_WAITER -> Memory.ofAsyncWaiter(report);
			case MANY_POOLS -> ManyPools.measure(contender, pools, seconds, report);
		}
		out.flush();
		// with threads parked in the pool, and without the pool's own farewell
		Runtime.getRuntime().halt(0);
	}

	/**
	 * Takes the results.
	 */
	@FunctionalInterface
	interface Report {

		void result(String measure, double value, String unit);

	}

}
