package io.connpool.net;

import java.io.InterruptedIOException;

/**
 * The thread was interrupted before or while it used the connection. Its interrupt flag
 * is still set. If the connection had begun to work for it, the connection was closed.
 */
public final class WireInterruptedException extends InterruptedIOException implements WireFailure {

	private static final long serialVersionUID = 1L;

	private final WirePhase phase;

	private final String peer;

	private final long requestBytesWritten;

	WireInterruptedException(String message, WirePhase phase, String peer, long requestBytesWritten) {
		super(message);
		this.phase = phase;
		this.peer = peer;
		this.requestBytesWritten = requestBytesWritten;
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

}
