package io.connpool.net;

/**
 * What all failures of a connection tell besides their message. Each of them ends the
 * connection, which stays unusable and is not kept by a pool; except that a call which
 * had no time or was interrupted from the start leaves it as it was.
 */
public sealed interface WireFailure permits WireTimeoutException, WireInterruptedException, ConnectionClosedException {

	/**
	 * Returns what the connection was doing.
	 * @return the phase
	 */
	WirePhase phase();

	/**
	 * Returns whom it was talking to.
	 * @return the address in words, for example
	 * {@code tcp://localhost:9009 (127.0.0.1:9009)}
	 */
	String peer();

	/**
	 * Returns how much of the request, with its frame, the system had taken. Zero proves
	 * that the peer has seen nothing of it, so that it may be sent again over another
	 * connection; any other number leaves open whether the peer acted on it.
	 * @return bytes, 0 or more
	 */
	long requestBytesWritten();

}
