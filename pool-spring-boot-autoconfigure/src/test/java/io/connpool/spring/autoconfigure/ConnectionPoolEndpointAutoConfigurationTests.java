package io.connpool.spring.autoconfigure;

import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.actuate.endpoint.ConnectionPoolEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * When the endpoint is there.
 */
class ConnectionPoolEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class,
				ConnectionPoolEndpointAutoConfiguration.class))
		.withPropertyValues("connpool.pools.login.uri=tcp://localhost:9009");

	@Test
	void endpointIsThereWhenExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=connpool")
			.run((context) -> assertThat(context).hasSingleBean(ConnectionPoolEndpoint.class));
	}

	@Test
	void endpointIsNotExposedByItself() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ConnectionPoolEndpoint.class));
	}

	@Test
	void endpointCanBeSwitchedOff() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.connpool.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ConnectionPoolEndpoint.class));
	}

	@Test
	void endpointOfTheApplicationWins() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=connpool")
			.withBean("mine", ConnectionPoolEndpoint.class,
					() -> new ConnectionPoolEndpoint(mock(ConnectionPoolRegistry.class)))
			.run((context) -> assertThat(context).hasSingleBean(ConnectionPoolEndpoint.class).hasBean("mine"));
	}

	@Test
	void nothingIsThereWithoutActuator() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=connpool")
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConnectionPoolRegistry.class)
				.doesNotHaveBean("connectionPoolEndpoint"));
	}

}
