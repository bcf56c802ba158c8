package io.connpool.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@code keepalive.*}.
 */
final class KeepaliveProperties {

	/**
	 * How often an idle connection is validated, less up to 20 % jitter; zero never
	 * validates one. For tcp: pools this sends ping.request; where there is none it looks
	 * at the socket only and sends nothing, so it keeps no middlebox awake.
	 */
	private @Nullable Duration interval;

	/**
	 * Validations that may throw in a row, each in a way that leaves the connection
	 * reusable, before keepalive closes it; 1 to 10.
	 */
	private @Nullable Integer tries;

	public @Nullable Duration getInterval() {
		return this.interval;
	}

	public void setInterval(@Nullable Duration interval) {
		this.interval = interval;
	}

	public @Nullable Integer getTries() {
		return this.tries;
	}

	public void setTries(@Nullable Integer tries) {
		this.tries = tries;
	}

}
