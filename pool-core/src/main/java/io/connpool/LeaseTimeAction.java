package io.connpool;

/**
 * What happens to a lease held for longer than {@code max-lease-time}.
 */
public enum LeaseTimeAction {

	/** It is reported once. */
	WARN,

	/** It is reported, its connection is aborted and its place given to others. */
	RECLAIM

}
