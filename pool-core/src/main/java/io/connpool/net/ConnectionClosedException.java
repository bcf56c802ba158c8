package io.connpool.net;

import java.io.EOFException;

/**
 * The connection has ended, or broke: closed or reset by the peer, lost on the way, or
 * closed by this side while it was in use. The cause, where there is one, is what the
 * system said.
 */
public final class ConnectionClosedException extends EOFException implements WireFailure {

	private static final long serialVersionUID = 1L;

	private final WirePhase phase;

	private final String peer;

	private final long requestBytesWritten;

	ConnectionClosedException(String message, WirePhase phase, String peer, long requestBytesWritten) {
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
