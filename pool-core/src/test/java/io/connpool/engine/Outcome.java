package io.connpool.engine;

/**
 * How a simulated call into the factory goes.
 */
enum Outcome {

	WORKS,

	/** Says no: false, DEAD or null. */
	REFUSES,

	/** Throws an exception. */
	FAILS,

	/** Throws an error. */
	BREAKS,

	/** Does not come back until it is released. */
	HANGS;

	/** Derives an outcome from any number; about two thirds work. */
	static Outcome of(int how) {
		return switch (how % 12) {
			case 0 -> REFUSES;
			case 1 -> FAILS;
			case 2 -> BREAKS;
			case 3 -> HANGS;
			default -> WORKS;
		};
	}

	/** As this, but never hanging. */
	Outcome prompt() {
		return (this == HANGS) ? WORKS : this;
	}

}
