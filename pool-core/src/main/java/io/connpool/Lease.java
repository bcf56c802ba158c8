package io.connpool;

/**
 * A caller's right to use one connection, alone, until it is closed.
 *
 * <p>
 * Every acquire makes a new lease. Closing it gives the connection back; whatever is
 * called on it afterwards does nothing (and is counted), so a forgotten reference can
 * never touch the next caller's connection through the lease.
 *
 * <p>
 * <b>Threads:</b> may be closed by another thread than the one that acquired it, if the
 * lease was passed on safely.
 *
 * @param <C> the connection type
 */
public interface Lease<C> extends AutoCloseable {

	/**
	 * Returns the connection. It must not be used after the lease has been closed.
	 * @return the connection, never a proxy
	 * @throws IllegalStateException if the lease has ended: closed, invalidated or
	 * reclaimed
	 */
	C connection();

	/**
	 * Ends the lease and has the connection closed, because its use ended abnormally: it
	 * may be broken or may still carry an answer. Does not block. A later
	 * {@link #close()} does nothing.
	 * @param cause what went wrong; if the factory calls the connection
	 * {@linkplain ConnectionFactory#isReusableAfter reusable after} it, the connection is
	 * pooled instead
	 */
	void invalidate(Throwable cause);

	/**
	 * Has the connection closed in an orderly way when the lease is closed, instead of
	 * lending it again. The lease goes on.
	 */
	void retire();

	/**
	 * Gives the connection back. Does not block: reset and close run apart.
	 *
	 * <p>
	 * A plain close states that the use ended well. Where that is not sure, use
	 * {@link #invalidate}, or {@link ConnectionPool#execute} which knows.
	 * <p>
	 * <b>Memory:</b> what this thread did before happens-before the next holder's acquire
	 * returns. Calling it again does nothing but count.
	 */
	@Override
	void close();

}
