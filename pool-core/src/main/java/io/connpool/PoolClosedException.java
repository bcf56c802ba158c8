package io.connpool;

/**
 * The pool is closed.
 */
public final class PoolClosedException extends PoolException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param poolName the name of the pool
	 */
	public PoolClosedException(String poolName) {
		super(poolName, "the pool is closed; it lends no more connections", null);
	}

}
