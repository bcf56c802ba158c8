package io.connpool.benchmarks.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.connpool.PoolState;
import io.connpool.PoolStats;

/** Looks at the pools twenty times a second. */
final class Watch implements AutoCloseable {

	private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/** So many looks in a row are a second. */
	private static final int STUCK = 20;

	private final List<Station> stations;

	private final Findings findings;

	private final Map<Station, Integer> quarantined = new ConcurrentHashMap<>();

	private final Map<Station, Integer> streaks = new HashMap<>();

	private final Thread thread = new Thread(this::run, "soak-watch");

	private volatile boolean closed;

	private volatile long lostWakeUps;

	Watch(List<Station> stations, Findings findings) {
		this.stations = stations;
		this.findings = findings;
	}

	void start() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void run() {
		while (!this.closed) {
			for (Station station : this.stations) {
				look(station, station.pool().stats());
			}
			LockSupport.parkNanos(EVERY_NANOS);
		}
	}

	private void look(Station station, PoolStats stats) {
		this.quarantined.merge(station, stats.quarantined(), Integer::max);
		boolean calm = !station.target().trouble().now().affects(System.nanoTime(), Kind::excuses);
		boolean stuck = calm && stats.state() == PoolState.RUNNING && stats.waiting() > 0
				&& stats.oldestWaiter().toNanos() > STUCK * EVERY_NANOS / 2
				&& (stats.idle() > 0 || stats.total() < stats.maxSize() / 2);
		int streak = stuck ? this.streaks.getOrDefault(station, 0) + 1 : 0;
		this.streaks.put(station, streak);
		if (streak == STUCK) {
			this.lostWakeUps++;
			this.findings.add("nobody wakes those who wait", station + ": " + stats.gauges());
		}
	}

	/** How many calls overran their limits at the same time. */
	int mostQuarantined(Station station) {
		return this.quarantined.getOrDefault(station, 0);
	}

	/** How often callers waited for a second beside what they waited for. */
	long lostWakeUps() {
		return this.lostWakeUps;
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
