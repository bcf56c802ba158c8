package io.connpool.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.PoolListener;
import io.connpool.engine.ConnectionPools;
import io.connpool.engine.ConnectionPools.Builder;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.autoconfigure.ConnectionPoolAutoConfiguration;
import io.connpool.spring.autoconfigure.metrics.ConnectionPoolMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A pool full of idle connections, and what has to be closed with it.
 */
final class FeatureRig implements AutoCloseable {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

	private final ConnectionPool<?> pool;

	private final AutoCloseable owner;

	private FeatureRig(ConnectionPool<?> pool, AutoCloseable owner) {
		this.pool = pool;
		this.owner = owner;
		awaitFull();
	}

	/** A pool of the factory's connections. */
	static <C> FeatureRig of(ConnectionFactory<C> factory, UnaryOperator<Builder<C>> change) {
		ConnectionPool<C> pool = build(factory, change);
		return new FeatureRig(pool, pool);
	}

	/**
	 * A pool of TCP connections to a server that is silent: it does not even accept them,
	 * which a backlog is good for.
	 */
	static FeatureRig ofSockets() {
		try {
			ServerSocket server = new ServerSocket(0, 2 * Stub.SIZE, InetAddress.getLoopbackAddress());
			ConnectionFactory<FramedConnection> factory = TcpConnectionFactory.of(
					URI.create("tcp://127.0.0.1:" + server.getLocalPort()), LengthPrefixedCodec.builder().build(),
					SocketSettings.defaults());
			ConnectionPool<FramedConnection> pool = build(factory, (builder) -> builder.listener(new PoolListener() {
			}));
			return new FeatureRig(pool, () -> {
				pool.close();
				server.close();
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A pool as the Spring Boot starter makes it, with its meters in a registry. */
	static FeatureRig ofSpring(ConnectionFactory<Stub> factory) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Metered.class)
			.web(WebApplicationType.NONE)
			.properties("connpool.pools.benchmark.factory=stubs", "connpool.pools.benchmark.max-size=" + Stub.SIZE,
					"connpool.pools.benchmark.min-idle=" + Stub.SIZE, "spring.main.banner-mode=off")
			.initializers((initialized) -> {
				GenericApplicationContext beans = (GenericApplicationContext) initialized;
				beans.registerBean("meters", SimpleMeterRegistry.class, SimpleMeterRegistry::new);
				beans.registerBean("stubs", ConnectionFactory.class, () -> factory);
			})
			.run();
		// or it would be measured without
		context.getBean(MeterRegistry.class).get("connpool.connections.acquire").timer();
		return new FeatureRig(context.getBean(ConnectionPoolRegistry.class).pool("benchmark"), context);
	}

	ConnectionPool<?> pool() {
		return this.pool;
	}

	@Override
	public void close() {
		try {
			this.owner.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <C> ConnectionPool<C> build(ConnectionFactory<C> factory, UnaryOperator<Builder<C>> change) {
		return change.apply(ConnectionPools.builder(factory).name("benchmark").maxSize(Stub.SIZE).minIdle(Stub.SIZE))
			.build();
	}

	private void awaitFull() {
		long start = System.nanoTime();
		while (this.pool.stats().idle() < Stub.SIZE) {
			if (System.nanoTime() - start > PATIENCE) {
				throw new IllegalStateException("not full: " + this.pool.stats());
			}
			Thread.onSpinWait();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ConnectionPoolAutoConfiguration.class, MetricsAutoConfiguration.class,
			ConnectionPoolMetricsAutoConfiguration.class })
	static class Metered {

	}

}
