package io.connpool.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.connpool.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * The pools made from the configuration.
 */
final class ConfiguredPools {

	private final Map<String, PoolDefinition> definitions;

	private final ConnectionFactories factories;

	private final PoolBuilder builder;

	private final Map<String, RestartableConnectionPool<?>> made = new ConcurrentHashMap<>();

	ConfiguredPools(Map<String, PoolDefinition> definitions, ConnectionFactories factories, PoolBuilder builder) {
		this.definitions = definitions;
		this.factories = factories;
		this.builder = builder;
	}

	Map<String, PoolDefinition> definitions() {
		return this.definitions;
	}

	/**
	 * Returns the pool, making it if need be. Opens nothing.
	 */
	RestartableConnectionPool<?> pool(PoolDefinition definition) {
		RestartableConnectionPool<?> pool = this.made.get(definition.name());
		if (pool == null) {
			// not computeIfAbsent: the factory may be a bean that asks for other pools
			RestartableConnectionPool<?> fresh = this.builder.prepare(definition, this.factories.factory(definition));
			pool = this.made.putIfAbsent(definition.name(), fresh);
			return (pool != null) ? pool : fresh;
		}
		return pool;
	}

	/**
	 * Returns the pool of that name that was made here.
	 * @return null if there is none, or if a bean of the application took its place
	 */
	@Nullable RestartableConnectionPool<?> made(String name) {
		return this.made.get(name);
	}

	boolean isMade(ConnectionPool<?> pool) {
		return this.made.containsValue(pool);
	}

	List<RestartableConnectionPool<?>> all() {
		return List.copyOf(this.made.values());
	}

}
