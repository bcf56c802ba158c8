package io.connpool.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * {@code connpool.*}. Pools never read it while they run: they have immutable settings.
 */
@ConfigurationProperties(value = ConnectionPoolProperties.PREFIX, ignoreUnknownFields = false)
final class ConnectionPoolProperties {

	static final String PREFIX = "connpool";

	/**
	 * Far below web servers and schedulers, which still need the pools while they stop.
	 */
	static final int DEFAULT_PHASE = Integer.MIN_VALUE / 2;

	/**
	 * Whether connection pools are configured.
	 */
	private boolean enabled = true;

	private final Lifecycle lifecycle = new Lifecycle();

	@NestedConfigurationProperty
	private final SettingsProperties defaults = new SettingsProperties();

	/**
	 * Named settings that pools can refer to.
	 */
	private final Map<String, SettingsProperties> presets = new LinkedHashMap<>();

	/**
	 * Connection pools by name.
	 */
	private final Map<String, PoolProperties> pools = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Lifecycle getLifecycle() {
		return this.lifecycle;
	}

	public SettingsProperties getDefaults() {
		return this.defaults;
	}

	public Map<String, SettingsProperties> getPresets() {
		return this.presets;
	}

	public Map<String, PoolProperties> getPools() {
		return this.pools;
	}

	/**
	 * {@code lifecycle.*}.
	 */
	static final class Lifecycle {

		/**
		 * Phase in which pools are started and stopped; lower ones stop later.
		 */
		private int phase = DEFAULT_PHASE;

		public int getPhase() {
			return this.phase;
		}

		public void setPhase(int phase) {
			this.phase = phase;
		}

	}

}
