package io.connpool.spring.autoconfigure.health;

import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.autoconfigure.ConnectionPoolAutoConfiguration;
import io.connpool.spring.health.ConnectionPoolHealthContributor;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@code /actuator/health/connpool}.
 */
@AutoConfiguration(after = ConnectionPoolAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ConnectionPoolRegistry.class)
@ConditionalOnEnabledHealthIndicator("connpool")
public final class ConnectionPoolHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "connpoolHealthIndicator", "connpoolHealthContributor" })
	ConnectionPoolHealthContributor connpoolHealthContributor(ConnectionPoolRegistry registry) {
		return new ConnectionPoolHealthContributor(registry);
	}

	@Bean
	static ConnectionPoolDataSources connectionPoolDataSources(ConfigurableListableBeanFactory beanFactory) {
		return new ConnectionPoolDataSources(beanFactory);
	}

}
