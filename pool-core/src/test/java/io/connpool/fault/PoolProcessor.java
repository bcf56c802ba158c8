package io.connpool.fault;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * What the threads of pools use of the processors, from a moment on. What a machine that
 * is busy with other things takes away is no part of it, since processor time stands
 * still meanwhile. A thread that ends before it is asked is not counted; those of a pool
 * live on for some seconds when they have nothing to do.
 */
final class PoolProcessor {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final Map<Long, Long> before = used();

	private final long begun = System.nanoTime();

	private static Map<Long, Long> used() {
		Map<Long, Long> used = new HashMap<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("connpool-")) {
				used.put(thread.getId(), Math.max(0, THREADS.getThreadCpuTime(thread.getId())));
			}
		}
		return used;
	}

	/** Returns what was used since it was made, in per cent of one core. */
	double percent() {
		double elapsed = System.nanoTime() - this.begun;
		long nanos = 0;
		for (Map.Entry<Long, Long> thread : used().entrySet()) {
			nanos += Math.max(0, thread.getValue() - this.before.getOrDefault(thread.getKey(), 0L));
		}
		return 100 * nanos / elapsed;
	}

}
