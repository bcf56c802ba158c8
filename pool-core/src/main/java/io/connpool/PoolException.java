package io.connpool;

import org.jspecify.annotations.Nullable;

/**
 * What a pool throws when it cannot lend a connection. The message names the pool, what
 * failed after how long, the state in numbers, and what to do.
 */
public abstract sealed class PoolException extends RuntimeException
		permits AcquireTimeoutException, AcquireInterruptedException, ConnectionOpenException, PoolOverloadedException,
		PoolSuspendedException, PoolClosedException {

	private static final long serialVersionUID = 1L;

	private final String poolName;

	PoolException(String poolName, String message, @Nullable Throwable cause) {
		super(poolName + " – " + message, cause);
		this.poolName = poolName;
	}

	/**
	 * Returns the name of the pool.
	 * @return the name of the pool
	 */
	public String poolName() {
		return this.poolName;
	}

}
