package io.connpool.net;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A connection did not connect, take a request or give a complete reply within its limit.
 */
public final class WireTimeoutException extends SocketTimeoutException implements WireFailure {

	private static final long serialVersionUID = 1L;

	private final WirePhase phase;

	private final String peer;

	private final long requestBytesWritten;

	private final Duration limit;

	WireTimeoutException(String message, WirePhase phase, String peer, long requestBytesWritten, Duration limit) {
		super(message);
		this.phase = phase;
		this.peer = peer;
		this.requestBytesWritten = requestBytesWritten;
		this.limit = limit;
	}

	@Override
	public WirePhase phase() {
		return this.phase;
	}

	@Override
	public String peer() {
		return this.peer;
	}

	@Override
	public long requestBytesWritten() {
		return this.requestBytesWritten;
	}

	/**
	 * Returns the limit that passed.
	 * @return the whole time that was given
	 */
	public Duration limit() {
		return this.limit;
	}

}
