package io.connpool.spring.autoconfigure;

import java.util.concurrent.ThreadFactory;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import io.connpool.spring.ConnectionPoolCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Builds the pools that do the work, with what the application has to say about it.
 */
final class PoolBuilder {

	private final Environment environment;

	private final ObjectProvider<ConnectionPoolCustomizer> customizers;

	PoolBuilder(Environment environment, ObjectProvider<ConnectionPoolCustomizer> customizers) {
		this.environment = environment;
		this.customizers = customizers;
	}

	/**
	 * Prepares a pool. Nothing is opened before it is started or used.
	 */
	<C> RestartableConnectionPool<C> prepare(PoolDefinition definition, ConnectionFactory<C> factory) {
		return new RestartableConnectionPool<>(definition.settings(), () -> build(definition, factory));
	}

	private <C> ConnectionPool<C> build(PoolDefinition definition, ConnectionFactory<C> factory) {
		ConnectionPools.Builder<C> builder = ConnectionPools.builder(factory).settings(definition.settings());
		if (Threading.VIRTUAL.isActive(this.environment)) {
			builder.threadFactory(virtualThreads(definition.name()));
		}
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(definition.name(), builder));
		return builder.build();
	}

	private static ThreadFactory virtualThreads(String pool) {
		return new VirtualThreadTaskExecutor("connpool-" + pool + "-open-").getVirtualThreadFactory();
	}

}
