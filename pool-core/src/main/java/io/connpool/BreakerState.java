package io.connpool;

/**
 * Whether opening connections is believed to work.
 */
public enum BreakerState {

	/** Opens are tried whenever a connection is needed. */
	CLOSED,

	/**
	 * Opens failed repeatedly. While no connection is there newcomers fail at once;
	 * probes go on.
	 */
	OPEN

}
