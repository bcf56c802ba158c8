package io.connpool.spring;

import java.util.Map;

import io.connpool.ConnectionPool;

/**
 * All connection pools of the application: those of {@code connpool.pools.*} and those
 * declared as beans. The beans {@code <name>ConnectionPool} and
 * {@code <name>ConnectionTemplate} are views on it.
 *
 * <p>
 * <b>Threads:</b> any. Asking for pools opens no connection.
 */
public interface ConnectionPoolRegistry {

	/**
	 * Returns all pools by name, those of the configuration first. Declared beans of type
	 * {@link ConnectionPool} are under the name they were built with; a bean named
	 * {@code <name>ConnectionPool} takes the place of the configured pool of that name.
	 * @return the pools, in no particular order beyond that; unmodifiable
	 */
	Map<String, ConnectionPool<?>> getPools();

	/**
	 * Returns a pool.
	 * @param name the name of the pool
	 * @return the pool
	 * @throws IllegalArgumentException if there is no such pool; lists those there are
	 */
	ConnectionPool<?> pool(String name);

	/**
	 * Returns a pool of connections of a known type.
	 * @param <C> the connection type
	 * @param name the name of the pool
	 * @param connectionType the connection type or a supertype
	 * @return the pool
	 * @throws IllegalArgumentException if there is no such pool, or if it is known to
	 * lend something else
	 */
	<C> ConnectionPool<C> pool(String name, Class<C> connectionType);

	/**
	 * Returns the template of a pool.
	 * @param <C> the connection type
	 * @param name the name of the pool
	 * @param connectionType the connection type or a supertype
	 * @return the template
	 * @throws IllegalArgumentException as {@link #pool(String, Class)}
	 */
	<C> PooledConnectionTemplate<C> template(String name, Class<C> connectionType);

	/**
	 * Tells what a pool is, for those who show it.
	 * @param name the name of the pool
	 * @return its description
	 * @throws IllegalArgumentException if there is no such pool; lists those there are
	 */
	ConnectionPoolDescription describe(String name);

	/**
	 * Has an action run once, after a configured pool has been closed for good: by its
	 * {@code close()}, which the end of the application context calls too. Stopping the
	 * context does not count, because the pool can be started again. Does nothing for
	 * pools declared as beans, whose end is not seen.
	 * @param name the name of the pool
	 * @param action what to do; must not block
	 * @throws IllegalArgumentException if there is no such pool; lists those there are
	 */
	void onClose(String name, Runnable action);

}
