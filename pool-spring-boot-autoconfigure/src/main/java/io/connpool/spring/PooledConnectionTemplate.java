package io.connpool.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.connpool.AcquireInterruptedException;
import io.connpool.ConnectionFunction;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolException;
import org.jspecify.annotations.Nullable;

/**
 * Does work with pooled connections. What applications inject:
 *
 * <pre>{@code
 * Directory(@Qualifier("ldap") PooledConnectionTemplate<LdapConnection> ldap) { ... }
 *
 * Entry find(String name) {
 *     return this.ldap.execute((connection) -> connection.search(name));
 * }
 * }</pre>
 *
 * <p>
 * Exceptions, those of the work and {@link PoolException}s alike, reach the caller
 * unchanged.
 * <p>
 * <b>Threads:</b> any.
 *
 * @param <C> the connection type
 */
public class PooledConnectionTemplate<C> {

	private final ConnectionPool<C> pool;

	/**
	 * Creates a template.
	 * @param pool lends the connections
	 */
	public PooledConnectionTemplate(ConnectionPool<C> pool) {
		this.pool = Objects.requireNonNull(pool, "pool");
	}

	/**
	 * Does a piece of work with a connection, waiting for one for at most
	 * {@code acquire-timeout}.
	 * @param <R> the result type
	 * @param <X> what the work may throw
	 * @param action the work
	 * @return its result
	 * @throws X what the work threw; the connection is closed unless its factory calls it
	 * reusable after that
	 * @throws AcquireInterruptedException if interrupted while waiting; the thread's flag
	 * is set again
	 * @throws PoolException if no connection can be had
	 */
	public <R extends @Nullable Object, X extends Exception> R execute(
			ConnectionFunction<? super C, ? extends R, X> action) throws X {
		return this.pool.execute(action);
	}

	/**
	 * Does a piece of work with a connection, as {@link #execute(ConnectionFunction)}.
	 * @param <R> the result type
	 * @param <X> what the work may throw
	 * @param timeout longest wait for a connection
	 * @param action the work
	 * @return its result
	 * @throws X what the work threw
	 */
	public <R extends @Nullable Object, X extends Exception> R execute(Duration timeout,
			ConnectionFunction<? super C, ? extends R, X> action) throws X {
		return this.pool.execute(timeout, action);
	}

	/**
	 * Does a piece of work without a result, as {@link #execute(ConnectionFunction)}.
	 * @param <X> what the work may throw
	 * @param action the work
	 * @throws X what the work threw
	 */
	public <X extends Exception> void executeWithoutResult(ConnectionAction<? super C, X> action) throws X {
		this.pool.<Boolean, X>execute((connection) -> {
			action.accept(connection);
			return true;
		});
	}

	/**
	 * Does a piece of work without a result, as
	 * {@link #execute(Duration, ConnectionFunction)}.
	 * @param <X> what the work may throw
	 * @param timeout longest wait for a connection
	 * @param action the work
	 * @throws X what the work threw
	 */
	public <X extends Exception> void executeWithoutResult(Duration timeout, ConnectionAction<? super C, X> action)
			throws X {
		this.pool.<Boolean, X>execute(timeout, (connection) -> {
			action.accept(connection);
			return true;
		});
	}

	/**
	 * Does a piece of work with a connection without blocking the caller, waiting for one
	 * for at most {@code acquire-timeout}; otherwise as
	 * {@link #executeAsync(Executor, Duration, ConnectionFunction)}.
	 * @param <R> the result type
	 * @param executor runs the work
	 * @param action the work
	 * @return the future result
	 */
	public <R extends @Nullable Object> CompletableFuture<R> executeAsync(Executor executor,
			ConnectionFunction<? super C, ? extends R, ?> action) {
		return executeAsync(executor, this.pool.settings().acquireTimeout(), action);
	}

	/**
	 * Does a piece of work with a connection without blocking the caller. Waits in the
	 * same line as everybody else, without a thread; the work then runs on the executor.
	 *
	 * <p>
	 * {@code Runnable::run} as executor runs the work on the thread of the pool that
	 * delivers the connection: only right for work that does not block.
	 * <p>
	 * Cancelling the future before the work has begun leaves the line, or gives the
	 * connection back unused; work that has begun goes on and its result is dropped.
	 * @param <R> the result type
	 * @param executor runs the work
	 * @param timeout longest wait for a connection
	 * @param action the work
	 * @return the future result, completed after the connection was given back; fails
	 * with what the work threw, with a {@link PoolException}, or with what the executor
	 * refused the work with
	 */
	public <R extends @Nullable Object> CompletableFuture<R> executeAsync(Executor executor, Duration timeout,
			ConnectionFunction<? super C, ? extends R, ?> action) {
		Objects.requireNonNull(executor, "executor");
		Objects.requireNonNull(action, "action");
		return AsyncExecution.start(this.pool, timeout, executor, action);
	}

	/**
	 * Acquires a connection for use beyond one piece of work, waiting for at most
	 * {@code acquire-timeout}.
	 * @return a lease that must be closed exactly once
	 * @throws InterruptedException if interrupted before or while waiting
	 * @throws PoolException if no connection can be had
	 */
	public Lease<C> acquire() throws InterruptedException {
		return this.pool.acquire();
	}

	/**
	 * Returns the pool that lends the connections.
	 * @return the pool
	 */
	public ConnectionPool<C> pool() {
		return this.pool;
	}

}
