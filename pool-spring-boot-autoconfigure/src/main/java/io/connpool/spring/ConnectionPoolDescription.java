package io.connpool.spring;

import org.jspecify.annotations.Nullable;

/**
 * What a pool is, for health, metrics and the endpoint.
 *
 * @param name the name of the pool, as in the registry
 * @param type the scheme of its URI, or the simple name of the connection type;
 * {@code custom} where that is not known
 * @param target where its connections lead, without credentials and parameters; null
 * where a factory bean opens them
 * @param healthEnabled whether it has a health indicator
 * @param metricsEnabled whether it has meters
 */
public record ConnectionPoolDescription(String name, String type, @Nullable String target, boolean healthEnabled,
		boolean metricsEnabled) {

}
