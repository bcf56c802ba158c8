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
	 * past those waiting, for at most a millisecond or 64 times in a row; then the
	 * connection goes to the one who has waited longest. Worth it where connections are
	 * held for microseconds by more threads than there are connections.
	 */
	BOUNDED

}
