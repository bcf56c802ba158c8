package io.connpool.benchmarks.soak;

/** How a connection is acquired. */
enum Way {

	/** The pool does the work. */
	EXECUTE,

	/** By a lease, which is invalidated if the work fails. */
	LEASE,

	/** By a lease to come. */
	ASYNC;

	private static final Way[] ALL = values();

	static Way of(long number) {
		return ALL[(int) Math.floorMod(number, (long) ALL.length)];
	}

}
