package io.connpool.spring.autoconfigure;

import io.connpool.ConnectionFactory;
import io.connpool.net.FramedConnection;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Finds out what type of connection a pool lends.
 */
final class ConnectionTypes {

	private ConnectionTypes() {
	}

	/**
	 * Returns the connection type of a configured pool.
	 * @return the type, or {@link ResolvableType#NONE} if a factory bean does not tell
	 */
	static ResolvableType of(PoolTarget target, ConfigurableListableBeanFactory beanFactory) {
		return switch (target.kind()) {
			case TCP -> ResolvableType.forClass(FramedConnection.class);

			case JDBC -> ResolvableType.forClass(JdbcPools.connectionType());
			case FACTORY -> argument(target.location(), ConnectionFactory.class, beanFactory);
		};
	}

	/**
	 * Returns the type argument a bean was declared with.
	 * @return the type, or {@link ResolvableType#NONE} if there is none
	 */
	static ResolvableType argument(String beanName, Class<?> type, ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.containsBeanDefinition(beanName)) {
			return ResolvableType.NONE;
		}
		// has the bean factory look at the factory method's return type
		beanFactory.getType(beanName, false);
		ResolvableType argument = beanFactory.getMergedBeanDefinition(beanName)
			.getResolvableType()
			.as(type)
			.getGeneric(0);
		return (argument.resolve() != null) ? argument : ResolvableType.NONE;
	}

}
