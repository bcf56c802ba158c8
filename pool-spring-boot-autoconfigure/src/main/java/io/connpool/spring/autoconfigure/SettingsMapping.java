package io.connpool.spring.autoconfigure;

import io.connpool.InvalidPoolSettingsException;
import io.connpool.PoolSettings;

import org.springframework.boot.context.properties.PropertyMapper;

/**
 * Turns properties into settings. What is not set is left to the settings' own defaults.
 */
final class SettingsMapping {

	private SettingsMapping() {
	}

	/**
	 * Makes settings.
	 * @throws InvalidPoolSettingsException listing every violation
	 */
	static PoolSettings toSettings(String name, SettingsProperties properties) {
		PoolSettings.Builder builder = PoolSettings.builder().name(name);
		PropertyMapper map = PropertyMapper.get();
		map.from(properties::getMaxSize).to(builder::maxSize);
		map.from(properties::getMinIdle).to(builder::minIdle);
		map.from(properties::getAcquireTimeout).to(builder::acquireTimeout);
		map.from(properties::getOpenTimeout).to(builder::openTimeout);
		map.from(properties.getOpening()::getParallelism).to(builder::openingParallelism);
		map.from(properties.getBreaker()::getFailureThreshold).to(builder::breakerFailureThreshold);
		map.from(properties::getMaxWaiting).to(builder::maxWaiting);
		map.from(properties::getValidateAfterIdle).to(builder::validateAfterIdle);
		map.from(properties::getValidationTimeout).to(builder::validationTimeout);
		map.from(properties.getKeepalive()::getInterval).to(builder::keepaliveInterval);
		map.from(properties.getKeepalive()::getTries).to(builder::keepaliveTries);
		map.from(properties::getIdleTimeout).to(builder::idleTimeout);
		map.from(properties::getMaxLifetime).to(builder::maxLifetime);
		map.from(properties::getMaxUses).to(builder::maxUses);
		map.from(properties::getMaxLeaseTime).to(builder::maxLeaseTime);
		map.from(properties::getOnMaxLeaseTime).to(builder::onMaxLeaseTime);
		map.from(properties::getLeakThreshold).to(builder::leakThreshold);
		map.from(properties::getIdleOrder).to(builder::idleOrder);
		map.from(properties::getFairness).to(builder::fairness);
		map.from(properties::getWarmUp).to(builder::warmUp);
		map.from(properties::getMaxQuarantined).to(builder::maxQuarantined);
		map.from(properties.getClose()::getDrainTimeout).to(builder::closeDrainTimeout);
		map.from(properties::getCloseTimeout).to(builder::closeTimeout);
		return builder.build();
	}

}
