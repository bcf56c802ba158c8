package io.connpool;

/**
 * Which idle connection is lent next.
 */
public enum IdleOrder {

	/**
	 * The one this thread used last, else the lowest-numbered; surplus connections go
	 * unused and age out. Costs nothing shared.
	 */
	AFFINITY,

	/** The most recently returned. */
	MRU,

	/** The least recently returned. */
	LRU,

	/** The one that has been in the pool longest. */
	FIFO,

	/** Each in turn. */
	ROUND_ROBIN

}
