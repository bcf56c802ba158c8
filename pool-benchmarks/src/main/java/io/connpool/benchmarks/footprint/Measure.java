package io.connpool.benchmarks.footprint;

import java.util.List;

/**
 * What is measured.
 */
enum Measure {

	/** The memory that a pool adds to each idle connection. */
	CONNECTION,

	/** The memory of a pool that has no connection yet. */
	POOL,

	/** The memory that a pool adds to each parked thread. */
	PARKED_WAITER,

	/** The memory of a waiter that is a future; ConnPool only. */
	ASYNC_WAITER,

	/** Threads and processor time of many pools that are hardly used. */
	MANY_POOLS;

	/**
	 * The options of the process that measures it: whatever is in use after a collection
	 * has to be reachable, and no thread may take more than it needs.
	 */
	List<String> options() {
		return List.of("-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0", "-XX:MarkSweepAlwaysCompactCount=1",
				"-XX:-UseTLAB");
	}

	boolean isFor(String contender) {
		return this != ASYNC_WAITER || contender.equals("connpool");
	}

}
