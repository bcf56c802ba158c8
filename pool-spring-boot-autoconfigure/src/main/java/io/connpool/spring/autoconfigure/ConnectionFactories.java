package io.connpool.spring.autoconfigure;

import java.util.List;

import io.connpool.ConnectionFactory;
import io.connpool.spring.SafeText;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Makes or finds what opens the connections of a pool.
 */
final class ConnectionFactories {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	ConnectionFactories(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	/**
	 * Makes or finds the factory of a pool. Opens nothing.
	 * @throws InvalidPoolConfigurationException if that cannot be done as configured
	 */
	ConnectionFactory<?> factory(PoolDefinition definition) {
		return switch (definition.target().kind()) {
			case TCP -> made(definition, TcpPools::factory);
			case JDBC -> made(definition, JdbcPools::factory);
			case FACTORY -> bean(definition);
		};
	}

	private ConnectionFactory<?> made(PoolDefinition definition, Maker maker) {
		try {
			return maker.make(definition);
		}
		catch (IllegalArgumentException ex) {
			throw problem(definition, "uri", String.valueOf(ex.getMessage()));
		}
	}

	private ConnectionFactory<?> bean(PoolDefinition definition) {
		String name = definition.target().location();
		if (!this.beanFactory.containsBean(name)) {
			throw problem(definition, "factory", missing(name));
		}
		if (!this.beanFactory.isTypeMatch(name, ConnectionFactory.class)) {
			throw problem(definition, "factory", "bean '" + name + "' is no " + ConnectionFactory.class.getName()
					+ " but a " + this.beanFactory.getType(name) + "; " + candidates());
		}
		// the pool must be destroyed before what it still closes connections with
		this.beanFactory.registerDependentBean(name, definition.poolBeanName());
		return this.beanFactory.getBean(name, ConnectionFactory.class);
	}

	private String missing(String name) {
		return NearestName.hint(name, List.of(candidateNames())) + "there is no bean of that name; " + candidates();
	}

	private String candidates() {
		String[] names = candidateNames();
		return (names.length == 0) ? "there are no " + ConnectionFactory.class.getName() + " beans at all"
				: "beans of type " + ConnectionFactory.class.getName() + ": " + String.join(", ", names);
	}

	private String[] candidateNames() {
		return this.beanFactory.getBeanNamesForType(ConnectionFactory.class, true, false);
	}

	private InvalidPoolConfigurationException problem(PoolDefinition definition, String key, String reason) {
		String path = definition.path() + "." + key;
		Origin origin = new PoolPropertySources(this.environment).origin(path);
		return new InvalidPoolConfigurationException(
				List.of(new ConfigurationProblem(path, SafeText.uri(definition.target().location()), origin, reason)));
	}

	@FunctionalInterface
	private interface Maker {

		ConnectionFactory<?> make(PoolDefinition definition);

	}

}
