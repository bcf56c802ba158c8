package io.connpool.spring.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import io.connpool.ConnectionPool;
import io.connpool.spring.ConnectionPoolCustomizer;
import io.connpool.spring.ConnectionPoolRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the pools of {@code connpool.pools.*}. Gives way to a
 * {@link ConnectionPoolRegistry} of the application.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(ConnectionPool.class)
@Conditional(EnabledCondition.class)
@ConditionalOnMissingBean(ConnectionPoolRegistry.class)
@EnableConfigurationProperties(ConnectionPoolProperties.class)
@Import(ConnectionPoolRegistrar.class)
public final class ConnectionPoolAutoConfiguration {

	private static final Duration BOOTS_PHASE_TIMEOUT = Duration.ofSeconds(30);

	@Bean
	@ConfigurationPropertiesBinding
	static InfiniteDurationConverter connectionPoolDurationConverter() {
		return new InfiniteDurationConverter();
	}

	@Bean(ConnectionPoolRegistrar.REGISTRY)
	PropertiesConnectionPoolRegistry connectionPoolRegistry(Environment environment,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<ConnectionPoolCustomizer> customizers) {
		return new PropertiesConnectionPoolRegistry(
				new ConfiguredPools(PoolDefinitions.load(environment),
						new ConnectionFactories(beanFactory, environment), new PoolBuilder(environment, customizers)),
				beanFactory);
	}

	@Bean
	ConnectionPoolLifecycle connectionPoolLifecycle(PropertiesConnectionPoolRegistry registry,
			ConnectionPoolProperties properties, Environment environment) {
		Duration phaseTimeout = Objects.requireNonNullElse(Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(null), BOOTS_PHASE_TIMEOUT);
		return new ConnectionPoolLifecycle(registry, properties.getLifecycle().getPhase(), phaseTimeout);
	}

}
