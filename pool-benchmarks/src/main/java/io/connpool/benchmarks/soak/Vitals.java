package io.connpool.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What the process holds at one instant, after a garbage collection.
 *
 * @param minute since the start
 * @param threads platform threads alive
 * @param files open file descriptors; -1 where the system does not tell
 * @param heapBytes used
 * @param load threads of the whole machine that want to run, over the last minute
 */
record Vitals(double minute, int threads, long files, long heapBytes, double load) {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Vitals taken(double minute) {
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		return new Vitals(minute, threads, openFiles(), heap, Pulse.load());
	}

	private static long openFiles() {
		return (SYSTEM instanceof UnixOperatingSystemMXBean unix) ? unix.getOpenFileDescriptorCount() : -1;
	}

	/** Processor time of the process so far. */
	static long cpuNanos() {
		return SYSTEM.getProcessCpuTime();
	}

	double heapMebibytes() {
		return this.heapBytes / (double) (1 << 20);
	}

	/**
	 * Returns by how much something grows in an hour: the slope of the straight line with
	 * the least squares of distances.
	 * @param series at least two, or there is no slope
	 * @param what of it
	 * @return growth an hour; not a number if there is none
	 */
	static double slopePerHour(List<Vitals> series, ToDoubleFunction<Vitals> what) {
		double meanX = series.stream().mapToDouble(Vitals::minute).average().orElse(0);
		double meanY = series.stream().mapToDouble(what).average().orElse(0);
		double above = 0;
		double below = 0;
		for (Vitals each : series) {
			double x = each.minute() - meanX;
			above += x * (what.applyAsDouble(each) - meanY);
			below += x * x;
		}
		return 60 * above / below;
	}

}
