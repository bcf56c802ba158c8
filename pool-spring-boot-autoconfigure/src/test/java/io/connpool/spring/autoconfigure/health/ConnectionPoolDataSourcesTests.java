package io.connpool.spring.autoconfigure.health;

import java.util.Map;

import javax.sql.DataSource;

import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.autoconfigure.ConnectionPoolAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Boot's {@code db} health beside pools of ours.
 */
class ConnectionPoolDataSourcesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class,
				ConnectionPoolHealthContributorAutoConfiguration.class))
		.withUserConfiguration(LikeBootsHealth.class)
		.withPropertyValues("connpool.pools.users.uri=jdbc:h2:mem:users", "connpool.pools.users.primary=true");

	@Test
	void onlyPoolIsNotBorrowedFrom() {
		this.runner.run((context) -> {
			read(context.getBean("dbHealthContributor", HealthContributor.class));

			assertThat(context.getBean(ConnectionPoolRegistry.class).pool("users").stats().acquired()).isZero();
		});
	}

	@Test
	void otherDataSourcesAreStillChecked() {
		this.runner.withBean("other", DataSource.class, SingleConnectionDataSource::new).run((context) -> {
			CompositeHealthContributor db = context.getBean("dbHealthContributor", CompositeHealthContributor.class);

			assertThat(db.stream()).singleElement().satisfies((entry) -> assertThat(entry.name()).isEqualTo("other"));
		});
	}

	@Test
	void dataSourceInPlaceOfOursIsStillChecked() {
		this.runner.withBean("usersDataSource", DataSource.class, SingleConnectionDataSource::new)
			.run((context) -> assertThat(context.getBean("dbHealthContributor")).isInstanceOf(HealthIndicator.class));
	}

	private static void read(HealthContributor contributor) {
		if (contributor instanceof HealthIndicator indicator) {
			indicator.health();
		}
		else if (contributor instanceof CompositeHealthContributor composite) {
			composite.stream().forEach((entry) -> read(entry.contributor()));
		}
	}

	/** Finds and asks data sources the way Boot does. */
	@Configuration(proxyBeanMethods = false)
	static class LikeBootsHealth {

		@Bean
		HealthContributor dbHealthContributor(ConfigurableListableBeanFactory beanFactory) {
			Map<String, DataSource> all = SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory,
					DataSource.class, false, true);
			return (all.size() == 1) ? indicator(all.values().iterator().next())
					: CompositeHealthContributor.fromMap(all, LikeBootsHealth::indicator);
		}

		private static HealthIndicator indicator(DataSource dataSource) {
			return () -> {
				try {
					dataSource.getConnection().close();
					return Health.up().build();
				}
				catch (Exception ex) {
					return Health.down(ex).build();
				}
			};
		}

	}

}
