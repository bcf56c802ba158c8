package io.connpool.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.connpool.ConnectionPool;
import io.connpool.PoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the configured pools with the application context, and drains them when it
 * stops.
 */
final class ConnectionPoolLifecycle implements SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionPoolLifecycle.class);

	private final PropertiesConnectionPoolRegistry registry;

	private final int phase;

	private final Duration phaseTimeout;

	private boolean warned;

	private volatile boolean running;

	/**
	 * Creates a lifecycle.
	 * @param registry has the pools
	 * @param phase when they are started and stopped
	 * @param phaseTimeout how long the context waits for all of them to stop
	 */
	ConnectionPoolLifecycle(PropertiesConnectionPoolRegistry registry, int phase, Duration phaseTimeout) {
		this.registry = registry;
		this.phase = phase;
		this.phaseTimeout = phaseTimeout;
	}

	@Override
	public void start() {
		warnOfLongDrains();
		this.registry.configured().definitions().values().forEach(this::start);
		this.running = true;
	}

	private void warnOfLongDrains() {
		String pools = this.registry.configured()
			.definitions()
			.values()
			.stream()
			.filter((pool) -> pool.settings().closeDrainTimeout().compareTo(this.phaseTimeout) > 0)
			.map(PoolDefinition::name)
			.collect(Collectors.joining(", "));
		if (!pools.isEmpty() && !this.warned) {
			this.warned = true;
			logger.warn("{} – close.drain-timeout exceeds spring.lifecycle.timeout-per-shutdown-phase ({} s): "
					+ "the context does not wait for as long as that", pools, this.phaseTimeout.toSeconds());
		}
	}

	private void start(PoolDefinition definition) {
		ConnectionPool<?> pool = this.registry.pool(definition.name());
		if (!(pool instanceof RestartableConnectionPool<?> configured)) {
			logger.info("{} – the bean '{}' takes the place of {}", definition.name(), definition.poolBeanName(),
					definition.path());
			return;
		}
		try {
			configured.start();
		}
		catch (PoolException ex) {
			throw new PoolStartException(definition, ex);
		}
	}

	@Override
	public void stop() {
		stopAll().join();
	}

	@Override
	public void stop(Runnable callback) {
		stopAll().whenComplete((stopped, failure) -> callback.run());
	}

	private CompletableFuture<Void> stopAll() {
		this.running = false;
		return CompletableFuture.allOf(this.registry.configured()
			.all()
			.stream()
			.map(ConnectionPoolLifecycle::stopApart)
			.toArray(CompletableFuture<?>[]::new));
	}

	/** Each on a thread of its own, because it waits for leases to come back. */
	private static CompletableFuture<Void> stopApart(RestartableConnectionPool<?> pool) {
		return CompletableFuture.runAsync(pool::stop,
				(task) -> new Thread(task, "connpool-" + pool.name() + "-stop").start());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	/**
	 * Closes pools that are no beans.
	 */
	@Override
	public void destroy() {
		this.registry.configured().all().forEach(RestartableConnectionPool::close);
	}

}
