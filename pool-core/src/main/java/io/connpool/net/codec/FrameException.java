package io.connpool.net.codec;

import java.io.IOException;

/**
 * A message that cannot be framed, or bytes that are not the frame they should be. Names
 * the limit and the value that broke it, and, thrown by a connection, the peer that sent
 * them.
 *
 * <p>
 * An {@linkplain #isOutgoing() outgoing} one is the caller's mistake: nothing was written
 * and the connection is as good as before. Any other one leaves the stream in the middle
 * of something, so the connection cannot be used again.
 */
public final class FrameException extends IOException {

	private static final long serialVersionUID = 1L;

	private final boolean outgoing;

	private final long value;

	private final long limit;

	private FrameException(boolean outgoing, String message, long value, long limit) {
		super(message);
		this.outgoing = outgoing;
		this.value = value;
		this.limit = limit;
	}

	/**
	 * Creates the exception for a message that must not be sent; only before anything of
	 * it was written.
	 * @param message what is wrong, with value and limit
	 * @param value the value that is not allowed, for example the size in bytes
	 * @param limit what is allowed at most, or at least
	 * @return the exception
	 */
	public static FrameException outgoing(String message, long value, long limit) {
		return new FrameException(true, message, value, limit);
	}

	/**
	 * Creates the exception for bytes received that are not a frame, or one beyond the
	 * limit.
	 * @param message what is wrong, with value and limit
	 * @param value the value that is not allowed, for example the length announced
	 * @param limit what is allowed at most, or at least
	 * @return the exception
	 */
	public static FrameException incoming(String message, long value, long limit) {
		return new FrameException(false, message, value, limit);
	}

	/**
	 * Returns this exception with the name of the peer in front of its message, which a
	 * codec does not know.
	 * @param peer whom the connection talks to
	 * @return an exception that is the same otherwise, stack trace included
	 */
	public FrameException from(String peer) {
		FrameException named = new FrameException(this.outgoing, peer + " – " + getMessage(), this.value, this.limit);
		named.setStackTrace(getStackTrace());
		return named;
	}

	/**
	 * Returns whether a message was refused before anything of it was written.
	 * @return true for a message to be sent, false for bytes received
	 */
	public boolean isOutgoing() {
		return this.outgoing;
	}

	/**
	 * Returns the value that broke the limit.
	 * @return for example the size of the message, or the length announced, in bytes
	 */
	public long value() {
		return this.value;
	}

	/**
	 * Returns the limit.
	 * @return what is allowed at most, or at least, in bytes
	 */
	public long limit() {
		return this.limit;
	}

}
