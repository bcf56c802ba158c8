package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@code metrics.*}.
 */
final class MetricsProperties {

	/**
	 * Whether the pool has meters.
	 */
	private @Nullable Boolean enabled;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

}
