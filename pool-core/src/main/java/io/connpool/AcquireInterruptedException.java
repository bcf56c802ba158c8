package io.connpool;

/**
 * The thread was interrupted while it waited for a connection; its interrupt flag is set
 * again.
 */
public final class AcquireInterruptedException extends PoolException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param poolName the name of the pool
	 * @param cause the interrupt
	 */
	public AcquireInterruptedException(String poolName, InterruptedException cause) {
		super(poolName, "interrupted while waiting for a connection", cause);
	}

}
