package io.connpool.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.connpool.engine.ConnectionPools;
import io.connpool.spring.ConnectionPoolCustomizer;
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

	private final Map<String, PoolMeters> meters = new ConcurrentHashMap<>();

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
		this.pools.getPools().keySet().forEach((name) -> {
			if (this.pools.describe(name).metricsEnabled()) {
				meters(name).bindTo(registry);
			}
		});
	}

	/**
	 * Has the timers of a pool told what happens in it.
	 */
	@Override
	public void customize(String name, ConnectionPools.Builder<?> builder) {
		if (this.pools.describe(name).metricsEnabled()) {
			builder.listener(meters(name).listener());
		}
	}

	/** Holds no lock while it asks for a pool, which may be starting and ask for this. */
	private PoolMeters meters(String name) {
		PoolMeters known = this.meters.get(name);
		if (known != null) {
			return known;
		}
		PoolMeters fresh = new PoolMeters(this.pools.pool(name), this.pools.describe(name));
		PoolMeters other = this.meters.putIfAbsent(name, fresh);
		if (other != null) {
			return other;
		}
		this.pools.onClose(name, fresh::remove);
		return fresh;
	}

	/**
	 * Removes all meters.
	 */
	@Override
	public void destroy() {
		this.meters.values().forEach(PoolMeters::remove);
	}

}
