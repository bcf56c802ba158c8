package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@code health.*}.
 */
final class HealthProperties {

	/**
	 * Whether the pool has a health indicator.
	 */
	private @Nullable Boolean enabled;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

}
