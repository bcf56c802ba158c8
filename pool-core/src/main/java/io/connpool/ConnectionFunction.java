package io.connpool;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work done with a leased connection.
 *
 * @param <C> the connection type
 * @param <R> the result type
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface ConnectionFunction<C, R extends @Nullable Object, X extends Exception> {

	/**
	 * Does the work. The connection must not be kept after it returns.
	 * @param connection the leased connection
	 * @return the result
	 * @throws X whatever the work fails with; it reaches the caller unchanged
	 */
	R apply(C connection) throws X;

}
