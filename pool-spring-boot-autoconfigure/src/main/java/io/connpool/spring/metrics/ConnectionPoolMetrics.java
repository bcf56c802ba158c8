package io.connpool.spring.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.connpool.engine.ConnectionPools;
import io.connpool.spring.ConnectionPoolCustomizer;
import io.connpool.spring.ConnectionPoolDescription;
import io.connpool.spring.ConnectionPoolRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.DisposableBean;

/**
 * Binds the meters of all pools, named as HikariCP's so that dashboards need another
 * prefix only. Every meter is tagged with {@code pool} and {@code type}.
 *
 * <p>
 * Gauges and counters are read from the pools when they are asked for. The timers
 * {@code connpool.connections.acquire} and {@code connpool.connections.usage} are sampled
 * (every acquire that had to wait, and one in 64 of the others), because reading the
 * clock costs more than the rest of an acquire. So their counts are not the number of
 * acquires, which {@code connpool.connections.acquired} tells. Pools declared as beans
 * have no timers.
 * <p>
 * Meters are removed when their pool is closed for good. Counters begin at zero when a
 * pool is started again.
 */
public final class ConnectionPoolMetrics implements MeterBinder, ConnectionPoolCustomizer, DisposableBean {

	private final ConnectionPoolRegistry pools;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private final Map<String, PoolMeters> meters = new HashMap<>();

	/**
	 * Creates the binder.
	 * @param pools has the pools; those whose metrics are switched off get no meters
	 */
	public ConnectionPoolMetrics(ConnectionPoolRegistry pools) {
		this.pools = pools;
	}

	/**
	 * Binds the meters of all pools.
	 * @param registry has the meters afterwards; may be one of several
	 */
	@Override
	public void bindTo(MeterRegistry registry) {
		List<String> names = List.copyOf(this.pools.getPools().keySet());
		this.lock.lock();
		try {
			names.forEach((name) -> {
				if (this.pools.describe(name).metricsEnabled()) {
					meters(name).bindTo(registry);
				}
			});
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Has the timers of a pool told what happens in it.
	 */
	@Override
	public void customize(String name, ConnectionPools.Builder<?> builder) {
		if (!this.pools.describe(name).metricsEnabled()) {
			return;
		}
		this.lock.lock();
		try {
			builder.listener(meters(name).timers());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The caller holds the lock. */
	private PoolMeters meters(String name) {
		PoolMeters known = this.meters.get(name);
		if (known == null) {
			ConnectionPoolDescription description = this.pools.describe(name);
			known = new PoolMeters(this.pools.pool(name), description);
			this.meters.put(name, known);
			this.pools.onClose(name, () -> remove(name));
		}
		return known;
	}

	private void remove(String name) {
		this.lock.lock();
		try {
			PoolMeters gone = this.meters.remove(name);
			if (gone != null) {
				gone.remove();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes all meters.
	 */
	@Override
	public void destroy() {
		this.lock.lock();
		try {
			this.meters.values().forEach(PoolMeters::remove);
			this.meters.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

}
