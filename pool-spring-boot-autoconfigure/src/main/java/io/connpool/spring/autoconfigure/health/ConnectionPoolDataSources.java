package io.connpool.spring.autoconfigure.health;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.util.ClassUtils;

/**
 * Leaves the data sources of our pools out of Boot's {@code db} health, which borrows a
 * connection from each data source it knows.
 */
final class ConnectionPoolDataSources implements BeanPostProcessor {

	private static final String BOOTS = "dbHealthContributor";

	private static final String REGISTRY = "connectionPoolRegistry";

	/** By name, because the java.sql module may be absent. */
	private static final String DATA_SOURCE = "javax.sql.DataSource";

	private final ConfigurableListableBeanFactory beanFactory;

	ConnectionPoolDataSources(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!BOOTS.equals(beanName) || !(bean instanceof HealthContributor)
				|| !ClassUtils.isPresent(DATA_SOURCE, this.beanFactory.getBeanClassLoader())) {
			return bean;
		}
		Set<String> all = dataSources();
		Set<String> ours = all.stream().filter(this::isOurs).collect(Collectors.toSet());
		if (ours.isEmpty()) {
			return bean;
		}
		if (bean instanceof CompositeHealthContributor composite) {
			return CompositeHealthContributor.fromMap(composite.stream()
				.filter((entry) -> !ours.contains(entry.name()))
				.collect(Collectors.toMap(HealthContributors.Entry::name, HealthContributors.Entry::contributor)));
		}
		// of one data source, which has no name here
		return ours.containsAll(all) ? CompositeHealthContributor.fromMap(Map.of()) : bean;
	}

	private Set<String> dataSources() {
		Class<?> type = ClassUtils.resolveClassName(DATA_SOURCE, this.beanFactory.getBeanClassLoader());
		return Arrays.stream(this.beanFactory.getBeanNamesForType(type, false, false))
			.filter((name) -> !this.beanFactory.containsBeanDefinition(name)
					|| this.beanFactory.getBeanDefinition(name).isAutowireCandidate())
			.collect(Collectors.toSet());
	}

	/** An application's bean may have taken the place of ours. */
	private boolean isOurs(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& REGISTRY.equals(this.beanFactory.getBeanDefinition(name).getFactoryBeanName());
	}

}
