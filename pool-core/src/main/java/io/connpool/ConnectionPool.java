package io.connpool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Lends connections, at most {@code max-size} of them, one caller at a time.
 *
 * <p>
 * <b>Threads:</b> any number, platform or virtual; waiting parks without pinning.
 *
 * @param <C> the connection type
 */
public interface ConnectionPool<C> extends AutoCloseable {

	/**
	 * Acquires exclusive use of one connection, waiting for at most
	 * {@code acquire-timeout}; otherwise as {@link #acquire(Duration)}.
	 * @return a lease that must be closed exactly once
	 * @throws InterruptedException if interrupted before or while waiting
	 */
	Lease<C> acquire() throws InterruptedException;

	/**
	 * Acquires exclusive use of one connection, waiting until one is free or
	 * {@code timeout} has passed. The timeout is the total: queueing, opening and
	 * validation included.
	 *
	 * <p>
	 * Waiters are served first-in first-out. Opening a connection started for this call
	 * goes on after a timeout.
	 * <p>
	 * <b>Blocks:</b> up to {@code timeout}. <b>Memory:</b> the previous holder's
	 * {@link Lease#close()} happens-before this method returns.
	 * @param timeout longest wait; {@link Duration#ZERO} does not wait (but has an open
	 * started where one is needed); {@link PoolSettings#INFINITE} waits for ever;
	 * negative is rejected
	 * @return a lease that must be closed exactly once (closing again does nothing but
	 * count)
	 * @throws AcquireTimeoutException if none became free; says who holds them
	 * @throws ConnectionOpenException if none can be opened and none is there
	 * @throws PoolOverloadedException if {@code max-waiting} callers wait already
	 * @throws PoolSuspendedException if the pool stayed suspended for the whole timeout
	 * @throws PoolClosedException if the pool is closed, also while waiting
	 * @throws InterruptedException if interrupted before or while waiting; the pool is
	 * unchanged
	 */
	Lease<C> acquire(Duration timeout) throws InterruptedException;

	/**
	 * Acquires a connection if one can be had without waiting, opening or validating, and
	 * nobody waits for it.
	 * @return a lease, or null
	 * @throws PoolClosedException if the pool is closed
	 */
	@Nullable Lease<C> tryAcquire();

	/**
	 * Acquires a connection without blocking, in the same line as everybody else.
	 *
	 * <p>
	 * Cancelling or completing the future from outside leaves the line; a connection that
	 * arrives in the same instant goes to the next waiter. Dependents run on a thread of
	 * the pool, never on the one that gave the connection back; they should not block it.
	 * @param timeout as for {@link #acquire(Duration)}
	 * @return a future lease, failing with what {@link #acquire(Duration)} throws
	 */
	CompletableFuture<Lease<C>> acquireAsync(Duration timeout);

	/**
	 * Does a piece of work with a connection, waiting for at most
	 * {@code acquire-timeout}; otherwise as
	 * {@link #execute(Duration, ConnectionFunction)}.
	 * @param <R> the result type
	 * @param <X> what the work may throw
	 * @param action the work
	 * @return its result
	 * @throws X what the work threw
	 */
	<R extends @Nullable Object, X extends Exception> R execute(ConnectionFunction<? super C, ? extends R, X> action)
			throws X;

	/**
	 * Does a piece of work with a connection and gives it back. If the work throws, the
	 * connection is closed unless the factory calls it
	 * {@linkplain ConnectionFactory#isReusableAfter reusable}.
	 *
	 * <p>
	 * What the work throws passes through unchanged; a failure to give the connection
	 * back is suppressed into it and never replaces a result.
	 * @param <R> the result type
	 * @param <X> what the work may throw
	 * @param timeout as for {@link #acquire(Duration)}
	 * @param action the work
	 * @return its result
	 * @throws X what the work threw
	 * @throws AcquireInterruptedException if interrupted while waiting; the thread's flag
	 * is set again
	 * @throws PoolException as {@link #acquire(Duration)}
	 */
	<R extends @Nullable Object, X extends Exception> R execute(Duration timeout,
			ConnectionFunction<? super C, ? extends R, X> action) throws X;

	/**
	 * Returns what the pool is doing now. Costs one pass over its slots.
	 * @return a snapshot
	 */
	PoolStats stats();

	/**
	 * Returns the settings in force.
	 * @return the settings
	 */
	PoolSettings settings();

	/**
	 * Returns the name of the pool.
	 * @return the name
	 */
	String name();

	/**
	 * Has every connection opened before this call closed: idle ones at once, leased ones
	 * when they come back, arriving ones on arrival. Does not block.
	 */
	void evictAll();

	/**
	 * Lends no connection until {@link #resume()}: callers wait in line, and fail with
	 * {@link PoolSuspendedException} when their time is up. Leases may come back. Does
	 * not block.
	 */
	void suspend();

	/**
	 * Lends connections again, to the waiting callers first, in their order.
	 */
	void resume();

	/**
	 * Changes the size of the pool. Growing serves waiters at once; shrinking closes idle
	 * connections at once and leased ones as they come back. Does not block.
	 * @param minIdle idle connections to maintain, 0 to {@code maxSize}
	 * @param maxSize most connections at any instant, 1 to 100,000
	 * @throws InvalidPoolSettingsException if out of range
	 */
	void resize(int minIdle, int maxSize);

	/**
	 * Closes the pool: fails all waiters at once, closes idle connections, waits for
	 * leases to come back, and aborts those that have not by the deadline. Closing again
	 * waits for the same end and returns the same report.
	 * <p>
	 * <b>Blocks:</b> up to {@code drain}, and then for as long as closing takes: in a
	 * healthy pool up to {@code close-timeout}, at most three times that plus
	 * {@code validation-timeout}. Not at all when called by a thread of the pool; the
	 * report then tells the present state.
	 * @param drain how long leases may take to come back; zero aborts them at once
	 * @return what was found
	 */
	CloseReport close(Duration drain);

	/**
	 * Closes the pool, giving leases {@code close.drain-timeout} to come back.
	 */
	@Override
	void close();

}
