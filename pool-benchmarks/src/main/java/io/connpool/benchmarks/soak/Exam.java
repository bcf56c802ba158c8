package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.connpool.CloseReport;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolException;
import io.connpool.PoolStats;

/**
 * What a pool has to answer for when all borrowers have gone and nothing is wrong any
 * more.
 *
 * @param station of which pool
 * @param stats what it said of itself before it was closed
 * @param leaked leases that nobody holds and that did not come back
 * @param lostPlaces places that nobody can get, beside those
 * @param ledgerGap connections opened, less those closed, less those there
 * @param serverGap connections that the server sees, less those that the pool has
 * @param peak most connections that the server saw
 * @param allowed most that it may have seen
 * @param mostQuarantined most calls that overran their limit at the same time
 * @param report of the close
 * @param leftOpen connections that the server sees after the close
 */
record Exam(Station station, PoolStats stats, int leaked, int lostPlaces, long ledgerGap, int serverGap, int peak,
		int allowed, int mostQuarantined, CloseReport report, int leftOpen) {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration DRAIN = Duration.ofSeconds(2);

	/** Examines a pool, and closes it. */
	static Exam take(Station station, int mostQuarantined) throws InterruptedException {
		ConnectionPool<?> pool = station.pool();
		await(() -> isAtRest(pool.stats(), 0), PATIENCE);
		int leaked = pool.stats().active();
		int lost = Math.max(0, station.maxSize() - leaked - places(pool, station.maxSize() - leaked));
		await(() -> isAtRest(pool.stats(), leaked), PATIENCE);
		await(() -> ledgerGap(pool.stats()) == 0 && serverGap(station, pool.stats()) == 0, PATIENCE);
		PoolStats stats = pool.stats();
		int serverGap = serverGap(station, stats);
		int peak = station.target().proxy().peak();
		CloseReport report = pool.close(DRAIN);
		await(() -> station.target().proxy().open() == 0, PATIENCE);
		int allowed = allowed(station, mostQuarantined);
		return new Exam(station, stats, leaked, lost, ledgerGap(stats), serverGap, peak, allowed, mostQuarantined,
				report, station.target().proxy().open());
	}

	/*
	 * A driver may leave sockets open of which the pool never hears: H2 does until the
	 * next garbage collection, when the reply to its login is late.
	 */
	private static int allowed(Station station, int mostQuarantined) {
		if (station.target().server() == null) {
			return Integer.MAX_VALUE;
		}
		int cap = station.pool().settings().maxQuarantined();
		return station.maxSize() + ((mostQuarantined > 0) ? Math.max(cap, mostQuarantined) : 0);
	}

	private static boolean isAtRest(PoolStats stats, int leaked) {
		return stats.active() == leaked && stats.waiting() == 0 && stats.opening() == 0 && stats.closing() == 0
				&& stats.quarantined() == 0;
	}

	/** How many can be held at the same time. */
	private static int places(ConnectionPool<?> pool, int most) throws InterruptedException {
		List<Lease<?>> leases = new ArrayList<>();
		try {
			while (leases.size() < most) {
				leases.add(pool.acquire(Duration.ofSeconds(5)));
			}
		}
		catch (PoolException ex) {
			// that many, then
		}
		leases.forEach(Lease::close);
		return leases.size();
	}

	private static long ledgerGap(PoolStats stats) {
		return stats.opened() - stats.closedTotal() - (stats.total() - stats.opening());
	}

	private static int serverGap(Station station, PoolStats stats) {
		return station.target().proxy().open() - stats.total();
	}

	/** Waits for something, but not for ever. */
	static boolean await(BooleanSupplier condition, Duration limit) {
		long began = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - began > limit.toNanos()) {
				return false;
			}
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
		return true;
	}

	/** How many more connections the server saw than it may have. */
	int beyond() {
		return Math.max(0, this.peak - this.allowed);
	}

}
