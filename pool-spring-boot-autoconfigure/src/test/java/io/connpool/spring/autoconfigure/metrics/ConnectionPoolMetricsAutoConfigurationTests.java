package io.connpool.spring.autoconfigure.metrics;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.engine.ConnectionPools;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.autoconfigure.ConnectionPoolAutoConfiguration;
import io.connpool.spring.metrics.ConnectionPoolMetrics;
import io.connpool.spring.testkit.FakeConnectionFactory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Meters of pools.
 */
class ConnectionPoolMetricsAutoConfigurationTests {

	private static final List<String> GAUGES = List.of("connpool.connections", "connpool.connections.active",
			"connpool.connections.idle", "connpool.connections.pending", "connpool.connections.max",
			"connpool.connections.min", "connpool.connections.opening", "connpool.connections.closing",
			"connpool.connections.quarantined", "connpool.connections.leaked");

	private static final List<String> COUNTERS = List.of("connpool.connections.acquired",
			"connpool.connections.timeout", "connpool.connections.rejected", "connpool.connections.failures",
			"connpool.connections.closed");

	private static final List<String> TIMERS = List.of("connpool.connections.acquire", "connpool.connections.usage",
			"connpool.connections.creation");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final FakeConnectionFactory fake = new FakeConnectionFactory();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, ConnectionPoolMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> this.registry)
		.withBean("fake", FakeConnectionFactory.class, () -> this.fake)
		.withPropertyValues("connpool.pools.ldap.factory=fake", "connpool.pools.ldap.max-size=3",
				"connpool.pools.ldap.acquire-timeout=20s", "connpool.pools.ldap.open-timeout=10s",
				"connpool.pools.login.uri=tcp://localhost:9009");

	@Test
	void namesAreTheTwinsOfHikaris() {
		this.runner.run((context) -> assertThat(names())
			.containsExactlyInAnyOrderElementsOf(Stream.of(GAUGES, COUNTERS, TIMERS).flatMap(List::stream).toList()));
	}

	@Test
	void everyMeterHasTheSameTagsAndADescription() {
		this.runner.run((context) -> assertThat(ours()).allSatisfy((meter) -> {
			assertThat(meter.getId().getTags()).extracting(Tag::getKey)
				.containsExactlyInAnyOrder(meter.getId().getName().endsWith(".closed")
						? new String[] { "pool", "type", "reason" } : new String[] { "pool", "type" });
			assertThat(meter.getId().getDescription()).isNotBlank().endsWith(".");
			assertThat(meter.getId().getBaseUnit()).isIn(null, "seconds");
		}));
	}

	@Test
	void gaugesHaveNoBaseUnit() {
		this.runner.run((context) -> assertThat(GAUGES)
			.allSatisfy((name) -> assertThat(this.registry.get(name).gauge().getId().getBaseUnit()).isNull()));
	}

	@Test
	void metersTellWhatThePoolDoes() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			try (Lease<?> lease = pool.acquire()) {
				assertThat(lease.connection()).isNotNull();

				assertThat(gauge("connpool.connections")).isOne();
				assertThat(gauge("connpool.connections.active")).isOne();
				assertThat(gauge("connpool.connections.max")).isEqualTo(3);
				assertThat(gauge("connpool.connections.min")).isZero();
			}

			assertThat(gauge("connpool.connections.active")).isZero();
			assertThat(gauge("connpool.connections.idle")).isOne();
			assertThat(this.registry.get("connpool.connections.acquired")
				.tags("pool", "ldap", "type", "FakeConnection")
				.functionCounter()
				.count()).isOne();
			assertThat(this.registry.get("connpool.connections.acquired")
				.tags("pool", "login", "type", "tcp")
				.functionCounter()
				.count()).isZero();
		});
	}

	@Test
	void waitAndCreationAreTimed() {
		this.runner.run((context) -> {
			context.getBean(ConnectionPoolRegistry.class).pool("ldap").execute((connection) -> 1);

			await().untilAsserted(() -> {
				assertThat(timed("connpool.connections.creation")).isOne();
				assertThat(timed("connpool.connections.acquire")).isOne();
			});
		});
	}

	@Test
	void useIsTimedBySample() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			for (int i = 0; i < 640; i++) {
				pool.execute((connection) -> 1);
			}

			assertThat(timed("connpool.connections.usage")).isBetween(1L, 64L);
		});
	}

	@Test
	void closedConnectionsAreCountedByReason() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			try (Lease<?> lease = pool.acquire()) {
				lease.retire();
			}

			await().untilAsserted(() -> assertThat(this.registry.get("connpool.connections.closed")
				.tags("pool", "ldap", "reason", "retired")
				.functionCounter()
				.count()).isOne());
			assertThat(this.registry.get("connpool.connections.closed")
				.tags("pool", "ldap", "reason", "max-lifetime")
				.functionCounter()
				.count()).isZero();
		});
	}

	@Test
	void timersKeepRunningAfterARestart() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			pool.execute((connection) -> 1);
			context.stop();
			context.start();
			pool.execute((connection) -> 1);

			await().untilAsserted(() -> assertThat(timed("connpool.connections.creation")).isEqualTo(2));
			assertThat(gauge("connpool.connections.idle")).isOne();
		});
	}

	@Test
	void metersGoWithTheirPool() {
		this.runner.run((context) -> {
			context.getBean(ConnectionPoolRegistry.class).pool("ldap").close();

			assertThat(ours()).isNotEmpty().allMatch((meter) -> "login".equals(meter.getId().getTag("pool")));

			context.close();

			assertThat(ours()).isEmpty();
		});
	}

	@Test
	void metersOfOnePoolCanBeSwitchedOff() {
		this.runner.withPropertyValues("connpool.pools.ldap.metrics.enabled=false")
			.run((context) -> assertThat(ours()).isNotEmpty()
				.allMatch((meter) -> "login".equals(meter.getId().getTag("pool"))));
	}

	@Test
	void poolBeansOfTheApplicationHaveGaugesAndCountersButNoTimers() {
		this.runner
			.withBean("own", ConnectionPool.class,
					() -> ConnectionPools.builder(new FakeConnectionFactory()).name("own").build())
			.run((context) -> assertThat(ours()).filteredOn((meter) -> "own".equals(meter.getId().getTag("pool")))
				.isNotEmpty()
				.noneMatch((meter) -> meter.getId().getType() == Meter.Type.TIMER));
	}

	@Test
	void nothingIsThereWithoutAMeterRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class,
					ConnectionPoolMetricsAutoConfiguration.class))
			.withPropertyValues("connpool.pools.login.uri=tcp://localhost:9009")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionPoolMetrics.class));
	}

	@Test
	void nothingIsThereWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class,
					ConnectionPoolMetricsAutoConfiguration.class))
			.withPropertyValues("connpool.pools.login.uri=tcp://localhost:9009")
			.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConnectionPoolRegistry.class)
				.doesNotHaveBean("connectionPoolMetrics"));
	}

	private double gauge(String name) {
		return this.registry.get(name).tags("pool", "ldap").gauge().value();
	}

	private long timed(String name) {
		return this.registry.get(name).tags("pool", "ldap").timer().count();
	}

	private List<Meter> ours() {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("connpool."))
			.toList();
	}

	private Set<String> names() {
		return ours().stream().map((meter) -> meter.getId().getName()).collect(Collectors.toCollection(TreeSet::new));
	}

}
