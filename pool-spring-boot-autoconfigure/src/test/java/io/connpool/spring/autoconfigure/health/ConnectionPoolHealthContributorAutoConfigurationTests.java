package io.connpool.spring.autoconfigure.health;

import java.time.Duration;

import io.connpool.BreakerState;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolException;
import io.connpool.PoolState;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.autoconfigure.ConnectionPoolAutoConfiguration;
import io.connpool.spring.health.ConnectionPoolHealthContributor;
import io.connpool.spring.testkit.FakeConnectionFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Health of pools.
 */
class ConnectionPoolHealthContributorAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private final FakeConnectionFactory fake = new FakeConnectionFactory();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class,
				ConnectionPoolHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class))
		.withBean("fake", FakeConnectionFactory.class, () -> this.fake)
		.withPropertyValues("connpool.pools.ldap.factory=fake", "connpool.pools.ldap.max-size=2",
				"connpool.pools.ldap.breaker.failure-threshold=2", "connpool.pools.ldap.acquire-timeout=20s",
				"connpool.pools.ldap.open-timeout=10s", "connpool.pools.login.uri=tcp://joe.example:9009");

	@Test
	void everyPoolHasAChild() {
		this.runner.run((context) -> {
			HealthContributor contributor = context.getBean(HealthContributorRegistry.class).getContributor("connpool");

			assertThat(contributor).isInstanceOf(CompositeHealthContributor.class);
			assertThat(((CompositeHealthContributor) contributor).stream()).extracting(HealthContributors.Entry::name)
				.containsExactlyInAnyOrder("ldap", "login");
			assertThat(((CompositeHealthContributor) contributor).getContributor("nobody")).isNull();
		});
	}

	@Test
	void unusedPoolIsUpAndStaysUnused() {
		this.runner.run((context) -> {
			Health health = health(context, "login");

			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("type", "tcp")
				.containsEntry("target", "tcp://joe.example:9009")
				.containsEntry("state", PoolState.RUNNING)
				.containsEntry("total", 0)
				.containsEntry("maxSize", 10)
				.doesNotContainKey("lastFailure");
			assertThat(health(context, "ldap").getDetails()).containsEntry("type", "FakeConnection")
				.doesNotContainKey("target");
			assertThat(this.fake.opened()).isZero();
		});
	}

	@Test
	void exhaustedPoolIsUpAndSaysSo() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			try (Lease<?> first = pool.acquire(); Lease<?> second = pool.acquire()) {
				assertThat(first.connection()).isNotSameAs(second.connection());

				Health health = health(context, "ldap");

				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("active", 2)
					.containsEntry("idle", 0)
					.containsEntry("total", 2)
					.containsEntry("maxSize", 2);
			}
			assertThat(pool.stats().acquired()).isEqualTo(2);
		});
	}

	@Test
	void poolWhoseBackendIsDownIsDownAndSaysWhy() {
		this.fake.breakDown();
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			await().atMost(SOON).until(() -> {
				use(pool);
				return pool.stats().breaker() == BreakerState.OPEN;
			});

			Health down = health(context, "ldap");
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails()).containsEntry("breaker", BreakerState.OPEN)
				.containsEntry("lastFailure", "java.net.ConnectException: refused by the test, password=******")
				.containsKey("lastFailureAgeMillis");

			this.fake.recover();
			await().atMost(SOON).until(() -> {
				use(pool);
				return health(context, "ldap").getStatus() == Status.UP;
			});
		});
	}

	@Test
	void poolThatStillHasConnectionsIsUpThoughItsBackendIsDown() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			try (Lease<?> lease = pool.acquire()) {
				assertThat(lease.connection()).isNotNull();
				this.fake.breakDown();
				await().atMost(SOON).until(() -> {
					pool.acquireAsync(Duration.ofMillis(50)).handle((got, failure) -> 0).join();
					return pool.stats().breaker() == BreakerState.OPEN;
				});

				assertThat(health(context, "ldap").getStatus()).isEqualTo(Status.UP);
			}
		});
	}

	@Test
	void suspendedPoolIsOutOfService() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");

			pool.suspend();
			assertThat(health(context, "ldap").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

			pool.resume();
			assertThat(health(context, "ldap").getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void closedPoolIsDown() {
		this.runner.run((context) -> {
			context.getBean(ConnectionPoolRegistry.class).pool("ldap").close();

			assertThat(health(context, "ldap").getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void healthOfOnePoolCanBeSwitchedOff() {
		this.runner.withPropertyValues("connpool.pools.ldap.health.enabled=false").run((context) -> {
			ConnectionPoolHealthContributor contributor = context.getBean(ConnectionPoolHealthContributor.class);

			assertThat(contributor.stream()).extracting(HealthContributors.Entry::name).containsExactly("login");
			assertThat(contributor.getContributor("ldap")).isNull();
		});
	}

	@Test
	void healthOfAllPoolsCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.connpool.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConnectionPoolHealthContributor.class));
	}

	@Test
	void contributorOfTheApplicationWins() {
		this.runner.withBean("connpoolHealthContributor", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConnectionPoolHealthContributor.class));
	}

	@Test
	void nothingIsThereWithoutBootsHealth() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class,
					ConnectionPoolHealthContributorAutoConfiguration.class))
			.withPropertyValues("connpool.pools.login.uri=tcp://localhost:9009")
			.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConnectionPoolRegistry.class)
				.doesNotHaveBean("connpoolHealthContributor"));
	}

	private static void use(ConnectionPool<?> pool) {
		try {
			pool.execute((connection) -> 1);
		}
		catch (PoolException ex) {
			// it is down
		}
	}

	private static Health health(ApplicationContext context, String pool) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(ConnectionPoolHealthContributor.class)
			.getContributor(pool);
		assertThat(indicator).isNotNull();
		return indicator.health();
	}

}
