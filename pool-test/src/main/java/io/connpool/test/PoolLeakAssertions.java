package io.connpool.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.connpool.ConnectionPool;
import io.connpool.Deadline;
import io.connpool.PoolStats;

/**
 * Asserts that nothing was left behind: leases by the code under test, connections or
 * threads by a pool. Each waits for a while, because connections come back and end on
 * other threads.
 */
public final class PoolLeakAssertions {

	private static final long LOOK_AGAIN_NANOS = 1_000_000;

	private PoolLeakAssertions() {
	}

	/**
	 * Asserts that every lease has come back and nobody waits.
	 * @param pool the pool
	 * @param patience how long that may take
	 * @throws AssertionError if a lease is still out, telling the pool's state
	 */
	public static void assertNothingLeased(ConnectionPool<?> pool, Duration patience) {
		await(patience, () -> {
			PoolStats stats = pool.stats();
			return stats.active() == 0 && stats.waiting() == 0;
		}, () -> {
			PoolStats stats = pool.stats();
			return pool.name() + " – leases have not come back: " + stats.gauges() + ", the oldest held for "
					+ stats.oldestLease().toMillis() + " ms";
		});
	}

	/**
	 * Asserts that a pool is at rest, with nothing leased, waiting, opening, closing or
	 * quarantined, and that every connection it has opened is idle or closed. Of a closed
	 * pool that leaves: closed.
	 * @param pool the pool
	 * @param patience how long that may take
	 * @throws AssertionError if it is not so, telling the pool's state
	 */
	public static void assertBooksBalance(ConnectionPool<?> pool, Duration patience) {
		await(patience, () -> {
			PoolStats stats = pool.stats();
			int busy = stats.active() + stats.opening() + stats.closing() + stats.waiting() + stats.quarantined();
			return busy == 0 && stats.opened() == stats.closedTotal() + stats.idle();
		}, () -> {
			PoolStats stats = pool.stats();
			return pool.name() + " – the books do not balance: opened=" + stats.opened() + " closed="
					+ stats.closedTotal() + " " + stats.gauges() + " quarantined=" + stats.quarantined();
		});
	}

	/**
	 * Asserts that every connection a factory opened has ended, each once, and that
	 * nothing forbidden was done to any.
	 * @param factory the factory
	 * @param patience how long that may take
	 * @throws AssertionError if a connection is open, naming it, or was mistreated
	 */
	public static void assertEverythingClosed(FakeConnectionFactory factory, Duration patience) {
		await(patience, () -> factory.present() == 0,
				() -> "still open: " + factory.connections().stream().filter(FakeConnection::isOpen).toList()
						+ ", opening: " + factory.opens().running());
		assertNoViolations(factory);
	}

	/**
	 * Asserts that nothing forbidden was done to any connection of a factory.
	 * @param factory the factory
	 * @throws AssertionError listing what was done
	 */
	public static void assertNoViolations(FakeConnectionFactory factory) {
		List<String> violations = factory.violations();
		if (!violations.isEmpty()) {
			throw new AssertionError(String.join(System.lineSeparator(), violations));
		}
	}

	/**
	 * Asserts that no thread of a pool is left.
	 * @param poolName the name of the pool
	 * @param patience how long they may take to end
	 * @throws AssertionError naming the threads
	 */
	public static void assertNoThreads(String poolName, Duration patience) {
		await(patience, () -> threads(poolName).isEmpty(), () -> "still running: " + threads(poolName));
	}

	private static List<String> threads(String poolName) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("connpool-" + poolName + "-"))
			.toList();
	}

	private static void await(Duration patience, BooleanSupplier condition, Supplier<String> complaint) {
		Deadline deadline = Deadline.after(patience);
		while (!condition.getAsBoolean()) {
			if (deadline.isExpired()) {
				throw new AssertionError(complaint.get());
			}
			LockSupport.parkNanos(LOOK_AGAIN_NANOS);
		}
	}

}
