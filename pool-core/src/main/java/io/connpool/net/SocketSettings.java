package io.connpool.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.InvalidPoolSettingsException;
import io.connpool.InvalidPoolSettingsException.Violation;

/**
 * The settings of a socket: immutable, and checked together when they are made.
 *
 * @param readTimeout longest wait for one complete reply, however slowly it drips in;
 * more than zero, default 5 s. A call with a timeout of its own does not look at it
 * @param writeTimeout longest wait until the system has taken one complete request, which
 * takes time only if the peer does not read; more than zero, default 5 s
 * @param tcpNoDelay whether small requests go out at once ({@code TCP_NODELAY}); default
 * true. Each request is written at once, so there is nothing to gain from false but
 * latency
 * @param keepAlive whether the system probes a silent connection ({@code SO_KEEPALIVE});
 * default true. How often is the system's setting; the pool's own keepalive does not need
 * it
 * @param sendBufferSize the system's send buffer in bytes, 0 to 1,073,741,824; 0, the
 * default, lets the system decide, which is best unless the memory of very many
 * connections counts
 * @param receiveBufferSize the system's receive buffer in bytes, 0 to 1,073,741,824; 0,
 * the default, lets the system decide
 */
public record SocketSettings(Duration readTimeout, Duration writeTimeout, boolean tcpNoDelay, boolean keepAlive,
		int sendBufferSize, int receiveBufferSize) {

	private static final int LARGEST_BUFFER = 1 << 30;

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Checks all settings together.
	 * @throws InvalidPoolSettingsException listing every violation
	 */
	public SocketSettings {
		List<Violation> violations = new ArrayList<>();
		positive(violations, "read-timeout", readTimeout);
		positive(violations, "write-timeout", writeTimeout);
		size(violations, "send-buffer-size", sendBufferSize);
		size(violations, "receive-buffer-size", receiveBufferSize);
		if (!violations.isEmpty()) {
			throw new InvalidPoolSettingsException("socket", violations);
		}
	}

	/**
	 * Returns the defaults.
	 * @return settings that suit most protocols of request and reply
	 */
	public static SocketSettings defaults() {
		return new SocketSettings(DEFAULT_TIMEOUT, DEFAULT_TIMEOUT, true, true, 0, 0);
	}

	/**
	 * Returns these settings with other timeouts.
	 * @param readTimeout longest wait for one complete reply; more than zero
	 * @param writeTimeout longest wait until the system has taken one request; more than
	 * zero
	 * @return the settings
	 */
	public SocketSettings withTimeouts(Duration readTimeout, Duration writeTimeout) {
		return new SocketSettings(readTimeout, writeTimeout, this.tcpNoDelay, this.keepAlive, this.sendBufferSize,
				this.receiveBufferSize);
	}

	private static void positive(List<Violation> violations, String setting, Duration value) {
		if (value == null || value.isZero() || value.isNegative()) {
			violations.add(new Violation(setting, String.valueOf(value), "a duration of more than zero"));
		}
	}

	private static void size(List<Violation> violations, String setting, int value) {
		if (value < 0 || value > LARGEST_BUFFER) {
			violations.add(new Violation(setting, String.valueOf(value), "0 (the system's) to " + LARGEST_BUFFER));
		}
	}

}
