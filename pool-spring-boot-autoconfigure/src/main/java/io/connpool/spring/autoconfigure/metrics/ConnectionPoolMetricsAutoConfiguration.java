package io.connpool.spring.autoconfigure.metrics;

import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.autoconfigure.ConnectionPoolAutoConfiguration;
import io.connpool.spring.metrics.ConnectionPoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters {@code connpool.connections} and so on.
 */
@AutoConfiguration(after = ConnectionPoolAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ ConnectionPoolRegistry.class, MeterRegistry.class })
public final class ConnectionPoolMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionPoolMetrics connectionPoolMetrics(ConnectionPoolRegistry registry) {
		return new ConnectionPoolMetrics(registry);
	}

}
