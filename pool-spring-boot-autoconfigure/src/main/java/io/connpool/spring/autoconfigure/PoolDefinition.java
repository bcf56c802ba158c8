package io.connpool.spring.autoconfigure;

import io.connpool.PoolSettings;

/**
 * One configured pool, checked.
 *
 * @param name the name of the pool
 * @param target what opens its connections
 * @param settings its settings
 * @param properties all its properties, those of the preset and the defaults included
 */
record PoolDefinition(String name, PoolTarget target, PoolSettings settings, PoolProperties properties) {

	static final String POOL_SUFFIX = "ConnectionPool";

	static final String TEMPLATE_SUFFIX = "ConnectionTemplate";

	static final String DATA_SOURCE_SUFFIX = "DataSource";

	String poolBeanName() {
		return this.name + POOL_SUFFIX;
	}

	String templateBeanName() {
		return this.name + TEMPLATE_SUFFIX;
	}

	String dataSourceBeanName() {
		return this.name + DATA_SOURCE_SUFFIX;
	}

	String path() {
		return PoolDefinitions.POOLS + "." + this.name;
	}

	boolean isHealthEnabled() {
		return !Boolean.FALSE.equals(this.properties.getHealth().getEnabled());
	}

	boolean isMetricsEnabled() {
		return !Boolean.FALSE.equals(this.properties.getMetrics().getEnabled());
	}

}
