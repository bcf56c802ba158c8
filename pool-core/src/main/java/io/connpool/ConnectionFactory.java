package io.connpool;

/**
 * Opens connections and knows how to look after them. Only {@link #open} is mandatory, so
 * a lambda will do; whatever else a type can do is found once, when the pool is built, by
 * whether the method is overridden, and what is not overridden costs nothing.
 *
 * <p>
 * The methods are of two kinds. <b>Bounded</b> ones ({@code open}, {@code validate},
 * {@code reset}, {@code close}) may block: they run on a thread of the pool, each with a
 * deadline; when it passes the thread is interrupted and the pool goes on without it.
 * <b>Inline</b> ones ({@code check}, {@code isReusableAfter}, {@code abort}) run on
 * whatever thread needs the answer and must not block; a hang delays that thread and
 * nobody else. Any {@code Throwable} from any of them is contained.
 *
 * <p>
 * A connection is ended by exactly one call of {@link #close}, which {@link #abort} may
 * follow if it overran {@code close-timeout}, or by {@link #abort} alone where there is
 * no time for an orderly end.
 *
 * <p>
 * <b>Threads:</b> called by many threads at once, but for one connection by one thread at
 * a time, {@code abort} excepted.
 *
 * @param <C> the connection type
 */
@FunctionalInterface
public interface ConnectionFactory<C> {

	/**
	 * Opens a connection, ready for use. <b>Bounded</b> by {@code open-timeout}.
	 *
	 * <p>
	 * When the deadline passes the thread is interrupted; a connection returned later is
	 * closed, not pooled.
	 * @param request what the pool knows about the connection
	 * @return a connection that was never returned before; never null
	 * @throws Exception if it cannot be opened; becomes the cause of a
	 * {@link ConnectionOpenException}, as does a connection that its {@link #check} finds
	 * dead at once
	 */
	C open(OpenRequest request) throws Exception;

	/**
	 * Tells what can be seen without waiting and without writing. <b>Inline</b>: called
	 * on every acquire of an idle connection and on every release, so it must take no
	 * more than microseconds.
	 *
	 * <p>
	 * Called first when {@link #open} has returned, on the same thread and within the
	 * same {@code open-timeout}: a connection that is dead by then has not been opened,
	 * it is closed and the open has failed. That finds a peer that hangs up at once only
	 * if its word of that is faster; so read a greeting in {@code open} if there is one.
	 * @param connection the connection
	 * @return {@link Liveness#DEAD} to have it closed; anything thrown counts as that
	 */
	default Liveness check(C connection) {
		return Liveness.UNKNOWN;
	}

	/**
	 * Asks the peer whether the connection still works. <b>Bounded</b> by
	 * {@code validation-timeout}. Called before a connection is lent that was idle for
	 * longer than {@code validate-after-idle}, unless {@link #check} said
	 * {@link Liveness#ALIVE}, and for keepalive.
	 *
	 * <p>
	 * One that throws is called again for the same connection (see
	 * {@code keepalive.tries}) only if the connection is {@linkplain #isReusableAfter
	 * reusable after} that: otherwise the answer to the first question, still on its way,
	 * would pass for that to the second.
	 * @param connection the connection
	 * @param deadline when it will be given up and the connection aborted
	 * @return false to have it closed
	 * @throws Exception counts as false
	 */
	default boolean validate(C connection, Deadline deadline) throws Exception {
		return true;
	}

	/**
	 * Brings a returned connection back to the state of a new one. <b>Bounded</b> by
	 * {@code validation-timeout}; runs apart from the caller that returned it, whose
	 * place it keeps meanwhile.
	 * @param connection the connection
	 * @param deadline when it will be given up and the connection aborted
	 * @throws Exception has the connection closed
	 */
	default void reset(C connection, Deadline deadline) throws Exception {
	}

	/**
	 * Tells whether a connection whose use failed may be lent again. <b>Inline.</b> When
	 * in doubt the answer is no: a connection that may still carry the previous caller's
	 * reply gives it to the next one.
	 * @param connection the connection, with whatever it knows about unfinished exchanges
	 * @param failure what its use ended with
	 * @return true only if the failure proves nothing against the connection
	 */
	default boolean isReusableAfter(C connection, Throwable failure) {
		return false;
	}

	/**
	 * Closes a connection in an orderly way. <b>Bounded</b> by {@code close-timeout}; its
	 * place is kept until it returns, because the server still sees the connection.
	 *
	 * <p>
	 * By default calls {@link AutoCloseable#close()} where the connection has it.
	 * @param connection the connection
	 * @throws Exception is logged and counts as closed
	 */
	default void close(C connection) throws Exception {
		if (connection instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

	/**
	 * Ends a connection at once, from any thread, also while another thread is blocked in
	 * it; must free everything it holds. <b>Inline.</b>
	 *
	 * <p>
	 * By default calls {@link #close} and ignores what it throws, which is only right if
	 * that does not block. Where it is not overridden the pool does not call it after a
	 * close that overran.
	 * @param connection the connection
	 */
	default void abort(C connection) {
		try {
			close(connection);
		}
		catch (Exception ex) {
			// nobody is left who could act on it
		}
	}

}
