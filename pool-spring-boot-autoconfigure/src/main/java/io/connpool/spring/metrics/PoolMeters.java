package io.connpool.spring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;

import io.connpool.CloseReason;
import io.connpool.ConnectionPool;
import io.connpool.PoolListener;
import io.connpool.PoolStats;
import io.connpool.spring.ConnectionPoolDescription;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of one pool, in every registry they are bound to.
 */
final class PoolMeters {

	private static final String PREFIX = "connpool.connections";

	private final ConnectionPool<?> pool;

	private final Tags tags;

	private final PoolTimers timers;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private final List<Bound> bound = new ArrayList<>();

	/** Guarded by the lock. */
	private boolean removed;

	PoolMeters(ConnectionPool<?> pool, ConnectionPoolDescription description) {
		this.pool = pool;
		this.tags = Tags.of("pool", description.name(), "type", description.type());
		this.timers = new PoolTimers(PREFIX, this.tags);
	}

	void bindTo(MeterRegistry registry) {
		locked(() -> {
			if (!this.removed) {
				bind(registry);
				this.timers.bindTo(registry);
			}
		});
	}

	/**
	 * Returns what has to listen to the pool for the timers to be fed.
	 */
	PoolListener listener() {
		locked(this.timers::listening);
		return this.timers;
	}

	void remove() {
		locked(() -> {
			this.removed = true;
			this.bound.forEach((bound) -> bound.registry().remove(bound.meter()));
			this.bound.clear();
			this.timers.remove();
		});
	}

	private void locked(Runnable work) {
		this.lock.lock();
		try {
			work.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void bind(MeterRegistry registry) {
		gauge(registry, "", PoolStats::total, "Connections that count against max-size.");
		gauge(registry, ".active", PoolStats::active, "Connections leased, being checked or being reset.");
		gauge(registry, ".idle", PoolStats::idle, "Connections ready to be lent.");
		gauge(registry, ".pending", PoolStats::waiting, "Callers in line for a connection.");
		gauge(registry, ".opening", PoolStats::opening, "Connections being opened.");
		gauge(registry, ".closing", PoolStats::closing, "Connections being closed.");
		gauge(registry, ".quarantined", PoolStats::quarantined,
				"Calls into the factory that overran their limit and still run.");
		gauge(registry, ".leaked", PoolStats::leaked, "Leases held for longer than leak-threshold.");
		gauge(registry, ".max", PoolStats::maxSize, "Most connections at any instant.");
		gauge(registry, ".min", PoolStats::minIdle, "Idle connections that are maintained.");
		counter(registry, ".acquired", PoolStats::acquired, "Acquires that got a connection.");
		counter(registry, ".timeout", PoolStats::timedOut, "Acquires that got no connection in time.");
		counter(registry, ".rejected", PoolStats::rejected, "Acquires refused because too many were waiting.");
		counter(registry, ".failures", PoolStats::openFailed, "Attempts to open a connection that failed.");
		for (CloseReason reason : CloseReason.values()) {
			add(registry, FunctionCounter
				.builder(PREFIX + ".closed", this.pool, (pool) -> pool.stats().closed().getOrDefault(reason, 0L))
				.description("Connections closed.")
				.tags(this.tags.and("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-')))
				.register(registry));
		}
	}

	private void gauge(MeterRegistry registry, String name, ToDoubleFunction<PoolStats> value, String description) {
		add(registry,
				Gauge.builder(PREFIX + name, this.pool, (pool) -> value.applyAsDouble(pool.stats()))
					.description(description)
					.tags(this.tags)
					.register(registry));
	}

	private void counter(MeterRegistry registry, String name, ToDoubleFunction<PoolStats> value, String description) {
		add(registry,
				FunctionCounter.builder(PREFIX + name, this.pool, (pool) -> value.applyAsDouble(pool.stats()))
					.description(description)
					.tags(this.tags)
					.register(registry));
	}

	private void add(MeterRegistry registry, Meter meter) {
		this.bound.add(new Bound(registry, meter));
	}

	private record Bound(MeterRegistry registry, Meter meter) {

	}

}
