package io.connpool.spring.autoconfigure;

import io.connpool.ConnectionPool;
import io.connpool.net.FramedConnection;
import io.connpool.spring.ConnectionPoolDescription;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.PooledConnectionTemplate;
import io.connpool.spring.autoconfigure.PoolTarget.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A pool of the registry.
 *
 * @param pool the pool
 * @param connectionType what it lends, or null if that is not known
 * @param description what is told about it
 */
record RegisteredPool(ConnectionPool<?> pool, @Nullable Class<?> connectionType,
		ConnectionPoolDescription description) {

	/**
	 * A pool made from the configuration.
	 */
	static RegisteredPool ofConfiguration(PoolDefinition definition, ConnectionPool<?> pool,
			ConfigurableListableBeanFactory beanFactory) {
		PoolTarget target = definition.target();
		Class<?> connectionType = ConnectionTypes.of(target, beanFactory).resolve();
		boolean hasUri = target.kind() != Kind.FACTORY;
		return new RegisteredPool(pool, connectionType,
				new ConnectionPoolDescription(definition.name(),
						hasUri ? target.kind().scheme() : typeName(connectionType), hasUri ? target.toString() : null,
						definition.isHealthEnabled(), definition.isMetricsEnabled()));
	}

	/**
	 * A bean that took the place of a configured pool, whose switches still apply.
	 */
	static RegisteredPool inPlaceOf(PoolDefinition definition, ConnectionPool<?> pool,
			ConfigurableListableBeanFactory beanFactory) {
		Class<?> connectionType = ConnectionTypes.argument(definition.poolBeanName(), ConnectionPool.class, beanFactory)
			.resolve();
		return new RegisteredPool(pool, connectionType, new ConnectionPoolDescription(definition.name(),
				typeName(connectionType), null, definition.isHealthEnabled(), definition.isMetricsEnabled()));
	}

	/**
	 * Any other bean.
	 */
	static RegisteredPool ofBean(String name, ConnectionPool<?> pool, String beanName,
			ConfigurableListableBeanFactory beanFactory) {
		Class<?> connectionType = ConnectionTypes.argument(beanName, ConnectionPool.class, beanFactory).resolve();
		return new RegisteredPool(pool, connectionType,
				new ConnectionPoolDescription(name, typeName(connectionType), null, true, true));
	}

	@SuppressWarnings("unchecked")
	PooledConnectionTemplate<?> newTemplate() {
		return (this.connectionType == FramedConnection.class)
				? new FramedConnectionTemplate((ConnectionPool<FramedConnection>) this.pool)
				: new PooledConnectionTemplate<>(this.pool);
	}

	private static String typeName(@Nullable Class<?> connectionType) {
		return (connectionType != null) ? connectionType.getSimpleName() : "custom";
	}

}
