package io.connpool;

/**
 * The pool was suspended and not resumed in time.
 */
public final class PoolSuspendedException extends PoolException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param poolName the name of the pool
	 * @param message the state in numbers and what to do
	 */
	public PoolSuspendedException(String poolName, String message) {
		super(poolName, message, null);
	}

}
