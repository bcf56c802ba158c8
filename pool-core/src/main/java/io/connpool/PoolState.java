package io.connpool;

/**
 * The life of a pool.
 */
public enum PoolState {

	/** Lends connections. */
	RUNNING,

	/** Lends none until resumed; callers wait in line. */
	SUSPENDED,

	/** Lends no more; leases may still come back. */
	CLOSING,

	/** Nothing is left. */
	CLOSED

}
