package io.connpool.spring.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.connpool.ConnectionPool;
import io.connpool.spring.ConnectionPoolDescription;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.PooledConnectionTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The pools of the configuration, and the pools that are beans.
 */
/*
 * A pool bean is made by createPool, which Spring calls once; everybody else, this class
 * included, asks the bean factory for it. So a bean that takes the place of a configured
 * pool is found whoever asks first. Only a pool without a bean, because it was added to
 * the configuration after the application had been processed ahead of time, is made on
 * the way.
 */
final class PropertiesConnectionPoolRegistry implements ConnectionPoolRegistry {

	private final ConfiguredPools configured;

	private final ConfigurableListableBeanFactory beanFactory;

	/** All pools, once no more beans can be declared. */
	private volatile @Nullable Map<String, RegisteredPool> settled;

	PropertiesConnectionPoolRegistry(ConfiguredPools configured, ConfigurableListableBeanFactory beanFactory) {
		this.configured = configured;
		this.beanFactory = beanFactory;
	}

	/** Makes the bean {@code <name>ConnectionPool}. */
	ConnectionPool<?> createPool(String name) {
		return this.configured.pool(definition(name));
	}

	/** Makes the bean {@code <name>ConnectionTemplate}. */
	PooledConnectionTemplate<?> createTemplate(String name) {
		return registered(name).newTemplate();
	}

	/** Makes the bean {@code <name>DataSource}. */
	Object createDataSource(String name) {
		return JdbcPools.dataSource(pool(name));
	}

	ConfiguredPools configured() {
		return this.configured;
	}

	@Override
	public Map<String, ConnectionPool<?>> getPools() {
		Map<String, ConnectionPool<?>> pools = new LinkedHashMap<>();
		registered().forEach((name, registered) -> pools.put(name, registered.pool()));
		return Collections.unmodifiableMap(pools);
	}

	@Override
	public ConnectionPool<?> pool(String name) {
		return registered(name).pool();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <C> ConnectionPool<C> pool(String name, Class<C> connectionType) {
		return (ConnectionPool<C>) registered(name, connectionType).pool();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <C> PooledConnectionTemplate<C> template(String name, Class<C> connectionType) {
		RegisteredPool registered = registered(name, connectionType);
		String beanName = name + PoolDefinition.TEMPLATE_SUFFIX;
		return (PooledConnectionTemplate<C>) (this.beanFactory.containsBean(beanName)
				? this.beanFactory.getBean(beanName, PooledConnectionTemplate.class) : registered.newTemplate());
	}

	@Override
	public ConnectionPoolDescription describe(String name) {
		return registered(name).description();
	}

	@Override
	public void onClose(String name, Runnable action) {
		if (registered(name).pool() instanceof RestartableConnectionPool<?> pool) {
			pool.onClose(action);
		}
	}

	private RegisteredPool registered(String name, Class<?> connectionType) {
		RegisteredPool registered = registered(name);
		Class<?> actual = registered.connectionType();
		if (actual != null && !connectionType.isAssignableFrom(actual)) {
			throw new IllegalArgumentException(
					"connection pool '" + name + "' lends " + actual.getName() + ", not " + connectionType.getName());
		}
		return registered;
	}

	private RegisteredPool registered(String name) {
		PoolDefinition definition = this.configured.definitions().get(name);
		if (definition != null && this.settled == null) {
			// without asking for all others, which may just be waiting for this one
			return registered(definition);
		}
		RegisteredPool registered = registered().get(name);
		if (registered == null) {
			throw noSuchPool(name);
		}
		return registered;
	}

	private PoolDefinition definition(String name) {
		PoolDefinition definition = this.configured.definitions().get(name);
		if (definition == null) {
			throw noSuchPool(name);
		}
		return definition;
	}

	private IllegalArgumentException noSuchPool(String name) {
		return new IllegalArgumentException("there is no connection pool '" + name + "'; "
				+ NearestName.hint(name, registered().keySet()) + "pools: " + String.join(", ", registered().keySet()));
	}

	private Map<String, RegisteredPool> registered() {
		Map<String, RegisteredPool> known = this.settled;
		if (known == null) {
			known = find();
			if (this.beanFactory.isConfigurationFrozen()) {
				this.settled = known;
			}
		}
		return known;
	}

	private Map<String, RegisteredPool> find() {
		Map<String, RegisteredPool> pools = new LinkedHashMap<>();
		this.configured.definitions()
			.values()
			.forEach((definition) -> pools.put(definition.name(), registered(definition)));
		for (String beanName : this.beanFactory.getBeanNamesForType(ConnectionPool.class, false, false)) {
			ConnectionPool<?> pool = this.beanFactory.getBean(beanName, ConnectionPool.class);
			if (pools.values().stream().noneMatch((known) -> known.pool() == pool)) {
				String name = pools.containsKey(pool.name()) ? beanName : pool.name();
				pools.put(name, RegisteredPool.ofBean(name, pool, beanName, this.beanFactory));
			}
		}
		return Collections.unmodifiableMap(pools);
	}

	private RegisteredPool registered(PoolDefinition definition) {
		String beanName = definition.poolBeanName();
		ConnectionPool<?> pool = this.beanFactory.containsBean(beanName)
				? this.beanFactory.getBean(beanName, ConnectionPool.class) : this.configured.pool(definition);
		return this.configured.isMade(pool) ? RegisteredPool.ofConfiguration(definition, pool, this.beanFactory)
				: RegisteredPool.inPlaceOf(definition, pool, this.beanFactory);
	}

}
