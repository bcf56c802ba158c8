package io.connpool.spring;

/**
 * A piece of work without a result.
 *
 * @param <C> the connection type
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface ConnectionAction<C, X extends Exception> {

	/**
	 * Does the work. The connection must not be kept after it returns.
	 * @param connection the leased connection
	 * @throws X whatever the work fails with; it reaches the caller unchanged
	 */
	void accept(C connection) throws X;

}
