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
	 * past those waiting, for at most a millisecond from when the one who has waited
	 * longest was first passed; then the next connection to come back is his. The
	 * millisecond is that of his own timer: what the system takes to wake his thread
	 * comes on top, and where it is not let run at all, a connection that is idle is
	 * given to him within a tenth of a second. Worth it where connections are held for
	 * microseconds by more threads than there are connections. An async acquire is never
	 * passed.
	 */
	BOUNDED

}
