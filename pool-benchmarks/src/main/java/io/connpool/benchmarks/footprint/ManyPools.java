package io.connpool.benchmarks.footprint;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.contender.Contenders;
import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Spec;

/**
 * Many pools in one process, each with two idle connections: what their housekeeping
 * costs while nobody uses them, and while somebody now and then does.
 */
final class ManyPools {

	/** Leases a second, over all pools together. */
	private static final int TRICKLE = 100;

	private static final Spec SPEC = new Spec(2, 10, Duration.ofSeconds(5), () -> new Resource() {
	});

	private ManyPools() {
	}

	static void measure(String name, int count, int seconds, Probe.Report report) throws Exception {
		int threads = threads();
		List<Contender> pools = new ArrayList<>(count);
		create(name, count / 2, pools);
		// the first half also brings in what there is only once
		long heap = used();
		create(name, count, pools);
		int threadsAtStart = threads() - threads;
		report.result("many-pools-heap", (used() - heap) / (double) (count - count / 2), "bytes per pool");
		report.result("many-pools-threads-at-start", threadsAtStart, "threads");
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
		trickle(pools, end);
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
		report.result("many-pools-idle-cpu", cpuMillisPerSecond(seconds, (until) -> {
			while (System.nanoTime() - until < 0) {
				LockSupport.parkNanos(until - System.nanoTime());
			}
		}), "ms per s");
		report.result("many-pools-trickle-cpu", cpuMillisPerSecond(seconds, (until) -> trickle(pools, until)),
				"ms per s");
		report.result("many-pools-threads", threads() - threads, "threads");
		Reference.reachabilityFence(pools);
	}

	private static void create(String name, int count, List<Contender> pools) throws Exception {
		while (pools.size() < count) {
			pools.add(Contenders.create(name, SPEC));
		}
	}

	private static int threads() {
		return ManagementFactory.getThreadMXBean().getThreadCount();
	}

	private static long used() {
		System.gc();
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static void trickle(List<Contender> pools, long until) throws Exception {
		long next = System.nanoTime();
		for (int i = 0; System.nanoTime() - until < 0; i = (i + 1) % pools.size()) {
			Contender pool = pools.get(i);
			pool.release(pool.acquire());
			next += TimeUnit.SECONDS.toNanos(1) / TRICKLE;
			while (System.nanoTime() - next < 0) {
				LockSupport.parkNanos(next - System.nanoTime());
			}
		}
	}

	private static double cpuMillisPerSecond(int seconds, Work work) throws Exception {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long cpu = system.getProcessCpuTime();
		long start = System.nanoTime();
		work.until(start + TimeUnit.SECONDS.toNanos(seconds));
		return 1000.0 * (system.getProcessCpuTime() - cpu) / (System.nanoTime() - start);
	}

	/**
	 * What goes on while the processor time is taken.
	 */
	@FunctionalInterface
	private interface Work {

		void until(long nanos) throws Exception;

	}

}
