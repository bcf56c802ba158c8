package io.connpool;

/**
 * Why a connection is being opened.
 */
public enum OpenReason {

	/** A caller waits for it. */
	DEMAND,

	/** {@code min-idle} is not met. */
	MIN_IDLE,

	/** The pool starts. */
	WARM_UP,

	/** It will take the place of a connection at the end of its lifetime. */
	REPLACEMENT,

	/** The last open failed and the pool is finding out whether the backend is back. */
	PROBE

}
