package io.connpool.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@code close.*}.
 */
final class CloseProperties {

	/**
	 * Time that leases are given to come back when the pool is closed; zero aborts them
	 * at once.
	 */
	private @Nullable Duration drainTimeout;

	public @Nullable Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(@Nullable Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

}
