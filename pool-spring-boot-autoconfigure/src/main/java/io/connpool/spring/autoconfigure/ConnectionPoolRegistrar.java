package io.connpool.spring.autoconfigure;

import io.connpool.ConnectionPool;
import io.connpool.net.FramedConnection;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.PooledConnectionTemplate;
import io.connpool.spring.autoconfigure.PoolTarget.Kind;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Declares the beans of every configured pool, except where the application has a bean of
 * that name.
 */
/*
 * Plain definitions that call a method of the registry, because only those can carry a
 * qualifier and generics, give way to the application's beans, are seen by conditions,
 * and survive ahead-of-time processing.
 */
final class ConnectionPoolRegistrar implements ImportBeanDefinitionRegistrar {

	static final String REGISTRY = "connectionPoolRegistry";

	private final Environment environment;

	private final ConfigurableListableBeanFactory beanFactory;

	ConnectionPoolRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		PoolDefinitions.load(this.environment).values().forEach((pool) -> register(pool, registry));
	}

	private void register(PoolDefinition pool, BeanDefinitionRegistry registry) {
		ResolvableType connection = ConnectionTypes.of(pool.target(), this.beanFactory);
		register(registry, pool.poolBeanName(),
				definition(pool, "createPool", generic(ConnectionPool.class, connection)));
		register(registry, pool.templateBeanName(),
				definition(pool, "createTemplate",
						(connection.resolve() == FramedConnection.class)
								? ResolvableType.forClass(FramedConnectionTemplate.class)
								: generic(PooledConnectionTemplate.class, connection)));
		if (pool.target().kind() == Kind.JDBC) {
			RootBeanDefinition dataSource = definition(pool, "createDataSource",
					ResolvableType.forClass(JdbcPools.dataSourceType()));
			// only for those who name it: Boot's own DataSource would give way to it
			// otherwise
			dataSource.setDefaultCandidate(pool.properties().isPrimary());
			register(registry, pool.dataSourceBeanName(), dataSource);
		}
	}

	private static RootBeanDefinition definition(PoolDefinition pool, String factoryMethod, ResolvableType type) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(REGISTRY);
		definition.setFactoryMethodName(factoryMethod);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, pool.name());
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, pool.name()));
		definition.setPrimary(pool.properties().isPrimary());
		definition.setResourceDescription("property '" + pool.path() + "'");
		return definition;
	}

	private static void register(BeanDefinitionRegistry registry, String beanName, RootBeanDefinition definition) {
		if (!registry.containsBeanDefinition(beanName)) {
			registry.registerBeanDefinition(beanName, definition);
		}
	}

	private static ResolvableType generic(Class<?> type, ResolvableType argument) {
		return (argument != ResolvableType.NONE) ? ResolvableType.forClassWithGenerics(type, argument)
				: ResolvableType.forClass(type);
	}

}
