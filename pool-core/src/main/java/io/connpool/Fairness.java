package io.connpool;

/**
 * Who gets a connection that comes free while callers wait.
 */
public enum Fairness {

	/**
	 * Always the one who has waited longest. Every use under contention then costs a
	 * change of threads.
	 */
	STRICT,

	/**
	 * The one who has waited longest, but a thread that is running may take a connection
	 * past those waiting: each connection at most 64 times in a row, and at most for a
	 * millisecond from when the one who has waited longest was first passed; then the
	 * next connection to come back is his. Worth it where connections are held for
	 * microseconds by more threads than there are connections. An async acquire is never
	 * passed.
	 */
	BOUNDED

}
