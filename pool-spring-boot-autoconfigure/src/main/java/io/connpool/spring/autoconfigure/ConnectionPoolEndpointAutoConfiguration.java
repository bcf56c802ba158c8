package io.connpool.spring.autoconfigure;

import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.actuate.endpoint.ConnectionPoolEndpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@code /actuator/connpool}.
 */
@AutoConfiguration(after = ConnectionPoolAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(ConnectionPoolRegistry.class)
@ConditionalOnAvailableEndpoint(ConnectionPoolEndpoint.class)
public final class ConnectionPoolEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionPoolEndpoint connectionPoolEndpoint(ConnectionPoolRegistry registry) {
		return new ConnectionPoolEndpoint(registry);
	}

}
