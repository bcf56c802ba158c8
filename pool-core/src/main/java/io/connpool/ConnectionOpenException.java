package io.connpool;

/**
 * The backend does not answer: no connection is there and none can be opened. The cause
 * is what the factory failed with.
 */
public final class ConnectionOpenException extends PoolException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param poolName the name of the pool
	 * @param message what failed, since when, and when it is tried next
	 * @param cause what the factory failed with
	 */
	public ConnectionOpenException(String poolName, String message, Throwable cause) {
		super(poolName, message, cause);
	}

}
