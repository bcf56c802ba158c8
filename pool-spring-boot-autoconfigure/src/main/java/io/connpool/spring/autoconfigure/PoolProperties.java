package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * {@code connpool.pools.<name>.*}: what can be set for one pool.
 */
@ConfigurationPropertiesSource
class PoolProperties extends SettingsProperties {

	/**
	 * Where connections lead: tcp://host:port or jdbc:...
	 */
	private @Nullable String uri;

	/**
	 * Name of the ConnectionFactory bean that opens connections, instead of a URI.
	 */
	private @Nullable String factory;

	/**
	 * Name of the preset whose settings apply where the pool has none of its own.
	 */
	private @Nullable String preset;

	/**
	 * Whether the beans of the pool are injected where several would do.
	 */
	private boolean primary;

	/**
	 * Name to log in to the database with.
	 */
	private @Nullable String username;

	/**
	 * Password to log in to the database with.
	 */
	private @Nullable String password;

	@NestedConfigurationProperty
	private final JdbcProperties jdbc = new JdbcProperties();

	public @Nullable String getUri() {
		return this.uri;
	}

	public void setUri(@Nullable String uri) {
		this.uri = uri;
	}

	public @Nullable String getFactory() {
		return this.factory;
	}

	public void setFactory(@Nullable String factory) {
		this.factory = factory;
	}

	public @Nullable String getPreset() {
		return this.preset;
	}

	public void setPreset(@Nullable String preset) {
		this.preset = preset;
	}

	public boolean isPrimary() {
		return this.primary;
	}

	public void setPrimary(boolean primary) {
		this.primary = primary;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public JdbcProperties getJdbc() {
		return this.jdbc;
	}

}
