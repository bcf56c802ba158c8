package io.connpool;

/**
 * As many callers as {@code max-waiting} allows are waiting already.
 */
public final class PoolOverloadedException extends PoolException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param poolName the name of the pool
	 * @param message the state in numbers and what to do
	 */
	public PoolOverloadedException(String poolName, String message) {
		super(poolName, message, null);
	}

}
