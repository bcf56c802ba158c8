package io.connpool.spring;

import io.connpool.engine.ConnectionPools;

/**
 * Changes how configured pools are built. Beans of this type are called in their order,
 * for every pool of {@code connpool.pools.*}, each time it is started.
 */
@FunctionalInterface
public interface ConnectionPoolCustomizer {

	/**
	 * Changes how one pool is built, for example adds a listener.
	 * @param name the name of the pool, which must not be changed
	 * @param builder has all the settings from the configuration
	 */
	void customize(String name, ConnectionPools.Builder<?> builder);

}
