package io.connpool.benchmarks.footprint;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.contender.Contenders;
import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Spec;
import io.connpool.engine.ConnectionPools;

/**
 * Memory, as the difference of what is in use on the heap after a collection between two
 * states that differ in the number of things only.
 */
final class Memory {

	private static final int CONNECTIONS = 200;

	private static final int POOLS = 100;

	private static final int THREADS = 200;

	private static final int FUTURES = 10_000;

	private static final int TRIES = 5;

	private static final Duration LONG = Duration.ofMinutes(10);

	private Memory() {
	}

	static void ofConnection(String name, Probe.Report report) throws Exception {
		report.result("idle-connection", median(() -> {
			long before = used();
			Resource[] resources = new Resource[CONNECTIONS];
			Arrays.setAll(resources, (i) -> new Plain());
			long resource = used() - before - 4L * CONNECTIONS;
			Contender small = Contenders.create(name, spec(CONNECTIONS));
			long middle = used();
			Contender large = Contenders.create(name, spec(2 * CONNECTIONS));
			long after = used();
			Contender other = Contenders.create(name, spec(CONNECTIONS));
			long end = used();
			// the pools themselves cancel out: (pool + 2n) - (pool + n)
			double bytes = (after - middle) - (end - after) - resource;
			Reference.reachabilityFence(resources);
			for (Contender each : List.of(small, large, other)) {
				each.close();
			}
			return bytes / CONNECTIONS;
		}), "bytes");
	}

	static void ofPool(String name, Probe.Report report) throws Exception {
		Spec spec = new Spec(0, 10, LONG, Plain::new);
		report.result("pool", median(() -> {
			long before = used();
			List<Contender> pools = new ArrayList<>(POOLS);
			while (pools.size() < POOLS) {
				pools.add(Contenders.create(name, spec));
			}
			double bytes = used() - before - 4.0 * POOLS;
			pools.forEach(Contender::close);
			return bytes / POOLS;
		}), "bytes");
	}

	static void ofParkedWaiter(String name, Probe.Report report) throws Exception {
		Contender contender = Contenders.create(name, spec(1));
		Object held = contender.acquire();
		report.result("parked-waiter", median(() -> {
			long before = used();
			park(LockSupport::park);
			long middle = used();
			park(contender::acquire);
			long after = used();
			return ((after - middle) - (middle - before)) / (double) THREADS;
		}), "bytes");
		Reference.reachabilityFence(held);
	}

	static void ofAsyncWaiter(Probe.Report report) throws Exception {
		ConnectionPool<Resource> pool = ConnectionPools.builder((request) -> (Resource) new Plain())
			.name("footprint")
			.maxSize(1)
			.maxWaiting(2 * TRIES * FUTURES)
			.build();
		Lease<Resource> lease = pool.acquire();
		report.result("async-waiter", median(() -> {
			long before = used();
			Object[] futures = new Object[FUTURES];
			Arrays.setAll(futures, (i) -> pool.acquireAsync(LONG));
			double bytes = used() - before - 4.0 * FUTURES;
			Reference.reachabilityFence(futures);
			return bytes / FUTURES;
		}), "bytes");
		Reference.reachabilityFence(lease);
	}

	private static Spec spec(int size) {
		return new Spec(size, size, LONG, Plain::new);
	}

	/** The first tries also pay for classes and tables that are there only once. */
	private static double median(Try once) throws Exception {
		double[] results = new double[TRIES];
		for (int i = 0; i < TRIES; i++) {
			results[i] = once.bytes();
		}
		Arrays.sort(results);
		return results[TRIES / 2];
	}

	private static void park(Call call) {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(() -> call.quietly());
			thread.setDaemon(true);
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
				Thread.onSpinWait();
			}
		}
	}

	private static long used() {
		for (int i = 0; i < 2; i++) {
			System.gc();
			LockSupport.parkNanos(20_000_000);
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	/** What does not count. */
	private static final class Plain implements Resource {

	}

	/**
	 * One measurement.
	 */
	@FunctionalInterface
	private interface Try {

		double bytes() throws Exception;

	}

	/**
	 * Something that blocks.
	 */
	@FunctionalInterface
	private interface Call {

		void call() throws Exception;

		default void quietly() {
			try {
				call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
