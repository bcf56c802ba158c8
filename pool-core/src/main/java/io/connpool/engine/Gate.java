package io.connpool.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.connpool.PoolState;

/*
 * Whether connections are lent, and which: the state of the pool and the generation that is in
 * force, in one word, so that whoever lends or takes back sees both by one read. Whoever closes,
 * suspends or evicts changes the gate first and then looks at the line and the idle connections;
 * whoever joins the line or makes a connection idle does that first and then looks at the gate.
 */
final class Gate {

	private static final int STATE_MASK = 3;

	private static final int ONE_GENERATION = STATE_MASK + 1;

	private static final PoolState[] STATES = PoolState.values();

	private static final VarHandle WORD;

	static {
		try {
			WORD = MethodHandles.lookup().findVarHandle(Gate.class, "word", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Generation above, state below; all zero is the first generation, running. */
	private volatile int word;

	PoolState state() {
		return STATES[this.word & STATE_MASK];
	}

	boolean isRunning() {
		return (this.word & STATE_MASK) == PoolState.RUNNING.ordinal();
	}

	/** Whether the pool is being closed or is closed. */
	boolean isClosing() {
		return (this.word & STATE_MASK) >= PoolState.CLOSING.ordinal();
	}

	/** The generation in force; grows with every eviction, and is only to be compared. */
	int generation() {
		return this.word & ~STATE_MASK;
	}

	/** Whether connections of this generation are lent. */
	boolean isOpenFor(int generation) {
		return this.word == generation;
	}

	/** Makes all connections there are stale. */
	void nextGeneration() {
		WORD.getAndAdd(this, ONE_GENERATION);
	}

	boolean move(PoolState from, PoolState to) {
		for (;;) {
			int now = this.word;
			if (STATES[now & STATE_MASK] != from) {
				return false;
			}
			if (WORD.compareAndSet(this, now, (now & ~STATE_MASK) | to.ordinal())) {
				return true;
			}
		}
	}

	/** Starts closing, from wherever; no way back. */
	void close() {
		for (;;) {
			int now = this.word;
			if (WORD.compareAndSet(this, now, (now & ~STATE_MASK) | PoolState.CLOSING.ordinal())) {
				return;
			}
		}
	}

}
