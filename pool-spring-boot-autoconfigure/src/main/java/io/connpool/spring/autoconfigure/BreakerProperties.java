package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@code breaker.*}.
 */
final class BreakerProperties {

	/**
	 * Consecutive failures to open after which newcomers fail at once while no connection
	 * is there; 1 to 1000.
	 */
	private @Nullable Integer failureThreshold;

	public @Nullable Integer getFailureThreshold() {
		return this.failureThreshold;
	}

	public void setFailureThreshold(@Nullable Integer failureThreshold) {
		this.failureThreshold = failureThreshold;
	}

}
