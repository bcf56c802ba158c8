package io.connpool.engine;

/**
 * A connection of a simulated pool, and what the model knows of it.
 */
final class SimulatedConnection {

	/** {@link #checkedIn} of one that nobody has looked at. */
	static final int NEVER = -1;

	final int id;

	/** How often everything had been evicted when it was opened. */
	final int generation;

	Stage stage = Stage.POOLED;

	/** The call that works on it, or null. */
	String hook;

	/** Why it must never be lent again, or null. */
	String doomed;

	/** Its close took its time, and may have been followed by an abort. */
	boolean closedLate;

	boolean aborted;

	int uses;

	long lastUsed;

	/** When it was last opened, used or validated. */
	long lastProved;

	/** The step in which it was last looked at. */
	int checkedIn = NEVER;

	SimulatedConnection(int id, int generation, long now) {
		this.id = id;
		this.generation = generation;
		this.lastUsed = now;
		this.lastProved = now;
	}

	void doom(String why) {
		this.doomed = (this.doomed != null) ? this.doomed : why;
	}

	@Override
	public String toString() {
		return "#" + this.id + " " + this.stage + ((this.doomed != null) ? ", " + this.doomed : "");
	}

	/** Where a connection is, as far as the outside can see. */
	enum Stage {

		/** In the pool's hands: idle, in a call, or about to be delivered or closed. */
		POOLED,

		/** Somebody has it. */
		HELD,

		/** Its close was begun. */
		CLOSING,

		GONE

	}

}
