package io.connpool.benchmarks.race;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

/**
 * What this process has used of the machine so far.
 *
 * @param cpuNanos processor time of all threads, those of the JVM included
 * @param switches how often a thread went to sleep of its own accord; not a number where
 * the system does not tell
 */
record Usage(long cpuNanos, double switches) {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Usage now() {
		return new Usage(SYSTEM.getProcessCpuTime(), voluntarySwitches());
	}

	Usage since(Usage earlier) {
		return new Usage(this.cpuNanos - earlier.cpuNanos, this.switches - earlier.switches);
	}

	// Of the threads alive: those that ended in between are missing, so compare while the
	// same ones live.
	private static double voluntarySwitches() {
		Path tasks = Path.of("/proc/self/task");
		if (!Files.isDirectory(tasks)) {
			return Double.NaN;
		}
		long sum = 0;
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
			for (Path thread : threads) {
				sum += voluntarySwitches(thread.resolve("status"));
			}
		}
		catch (IOException ex) {
			return Double.NaN;
		}
		return sum;
	}

	private static long voluntarySwitches(Path status) {
		String key = "voluntary_ctxt_switches:";
		try {
			for (String line : Files.readAllLines(status)) {
				if (line.startsWith(key)) {
					return Long.parseLong(line.substring(key.length()).strip());
				}
			}
		}
		catch (IOException ex) {
			// The thread has just ended.
		}
		return 0;
	}

}
