package io.connpool.spring.actuate.endpoint;

import java.util.Map;
import java.util.TreeMap;

import io.connpool.ConnectionPool;
import io.connpool.spring.ConnectionPoolRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows connection pools: {@code /actuator/connpool} all of them,
 * {@code /actuator/connpool/<name>} one in full. Read-only. Durations are in
 * milliseconds.
 */
@Endpoint(id = "connpool", defaultAccess = Access.READ_ONLY)
public final class ConnectionPoolEndpoint {

	private final ConnectionPoolRegistry registry;

	/**
	 * Creates the endpoint.
	 * @param registry has the pools
	 */
	public ConnectionPoolEndpoint(ConnectionPoolRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Returns the state of all pools.
	 * @return the pools by name
	 */
	@ReadOperation
	public PoolsDescriptor connectionPools() {
		Map<String, PoolDescriptor> pools = new TreeMap<>();
		this.registry.getPools()
			.forEach((name, pool) -> pools.put(name, PoolDescriptor.of(this.registry.describe(name), pool.stats())));
		return new PoolsDescriptor(pools);
	}

	/**
	 * Returns everything that is known about one pool.
	 * @param name the name of the pool
	 * @return the pool, or null if there is none of that name
	 */
	@ReadOperation
	public @Nullable PoolDetailsDescriptor connectionPool(@Selector String name) {
		ConnectionPool<?> pool = this.registry.getPools().get(name);
		return (pool != null) ? PoolDetailsDescriptor.of(this.registry.describe(name), pool.stats(), pool.settings())
				: null;
	}

	/**
	 * All pools.
	 *
	 * @param pools the pools by name
	 */
	public record PoolsDescriptor(Map<String, PoolDescriptor> pools) implements OperationResponseBody {

	}

}
