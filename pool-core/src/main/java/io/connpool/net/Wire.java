package io.connpool.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A way for bytes, both directions, one user at a time. Blocks without a deadline of its
 * own: the {@link WireGuard} cuts it when time is over, and then whoever is blocked in it
 * fails.
 *
 * <p>
 * The seam for other kinds of connection; what is above it knows frames, ledgers and
 * deadlines but no sockets.
 */
sealed interface Wire permits TcpWire {

	/**
	 * Reads what is there, waiting for at least one byte.
	 * @param target where to put it; has room
	 * @return bytes read, -1 at the end of the stream
	 * @throws IOException if the wire broke, was closed or the thread interrupted
	 */
	int read(ByteBuffer target) throws IOException;

	/**
	 * Writes at least one byte, waiting until the system takes it.
	 * @param source what to write, not empty; its position tells how much the system has
	 * taken, also if this throws
	 * @throws IOException if the wire broke, was closed or the thread interrupted
	 */
	void write(ByteBuffer source) throws IOException;

	/**
	 * Reads what is there without waiting.
	 * @param target where to put it; has room
	 * @return bytes read, 0 if there are none, -1 at the end of the stream
	 * @throws IOException if the wire is known to be broken
	 */
	int poll(ByteBuffer target) throws IOException;

	/** Whether neither {@link #close}, {@link #cut} nor an interrupt has closed it. */
	boolean isOpen();

	/** Whether {@link #close} or {@link #cut} was called. */
	boolean isEndedHere();

	/** Closes it after what was written has been sent; from any thread. */
	void close() throws IOException;

	/**
	 * Closes it at once, dropping what was not sent yet; from any thread, without
	 * waiting.
	 */
	void cut();

}
