package io.connpool.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.connpool.PoolState;

/*
 * What whoever lends or takes back has to know of the rest of the pool, in one word, so that one
 * read tells that there is nothing to be minded: the generation that is in force, the state of the
 * pool, whether there may be more connections than the limit, and how many wait. Who closes,
 * suspends, evicts, shrinks or joins the line changes the gate first and then looks at the
 * connections; who makes a connection idle does that first and then looks at the gate.
 *
 * The lower half is how many wait, so that counting them carries into nothing else. A generation is
 * a word of its own: the one in which the pool runs and nothing is to be minded.
 */
final class Gate {

	private static final int STATE_SHIFT = 32;

	private static final long STATE_MASK = 3L << STATE_SHIFT;

	private static final long CLOSED = (long) PoolState.CLOSED.ordinal() << STATE_SHIFT;

	private static final long SURPLUS = 4L << STATE_SHIFT;

	private static final long ONE_GENERATION = 8L << STATE_SHIFT;

	private static final long GENERATION_MASK = -ONE_GENERATION;

	private static final PoolState[] STATES = PoolState.values();

	private static final VarHandle WORD;

	static {
		try {
			WORD = MethodHandles.lookup().findVarHandle(Gate.class, "word", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** All zero is the first generation, running, nobody waiting. */
	private volatile long word;

	/**
	 * Whether the pool runs, nobody waits, nothing is too many, and connections of this
	 * generation are lent.
	 */
	boolean isQuiet(long generation) {
		return this.word == generation;
	}

	/** Whether connections are lent, and nobody waits for one. */
	boolean isFree() {
		return (this.word & ~(GENERATION_MASK | SURPLUS)) == 0;
	}

	PoolState state() {
		return stateOf(this.word);
	}

	boolean isRunning() {
		return (this.word & STATE_MASK) == 0;
	}

	boolean isClosed() {
		return (this.word & STATE_MASK) == CLOSED;
	}

	/** Whether the pool is being closed or is closed. */
	boolean isClosing() {
		return state().compareTo(PoolState.CLOSING) >= 0;
	}

	/**
	 * The generation in force; changes with every eviction, and is only to be compared.
	 */
	long generation() {
		return this.word & GENERATION_MASK;
	}

	/** Whether connections of this generation are lent. */
	boolean isOpenFor(long generation) {
		return (this.word & (GENERATION_MASK | STATE_MASK)) == generation;
	}

	/** Makes all connections there are stale. */
	void nextGeneration() {
		WORD.getAndAdd(this, ONE_GENERATION);
	}

	boolean move(PoolState from, PoolState to) {
		for (;;) {
			long now = this.word;
			if (stateOf(now) != from) {
				return false;
			}
			if (WORD.compareAndSet(this, now, with(now, to))) {
				return true;
			}
		}
	}

	/** Starts closing, from wherever; no way back. */
	void close() {
		for (;;) {
			long now = this.word;
			if (WORD.compareAndSet(this, now, with(now, PoolState.CLOSING))) {
				return;
			}
		}
	}

	int waiting() {
		return (int) this.word;
	}

	/**
	 * Counts one more who waits, unless {@code most} do already.
	 * @return how many waited before; negative if that was too many
	 */
	int join(int most) {
		for (;;) {
			long now = this.word;
			int waiting = (int) now;
			if (waiting >= most) {
				return -1;
			}
			if (WORD.compareAndSet(this, now, now + 1)) {
				return waiting;
			}
		}
	}

	/**
	 * Counts one less.
	 * @return how many still wait
	 */
	int leave() {
		for (;;) {
			long now = this.word;
			int waiting = (int) now;
			if (waiting == 0) {
				throw new IllegalStateException("bug: more left the line than joined it");
			}
			if (WORD.compareAndSet(this, now, now - 1)) {
				return waiting - 1;
			}
		}
	}

	/** Whether there may be more connections than the limit, which the permits know. */
	boolean isSurplus() {
		return (this.word & SURPLUS) != 0;
	}

	void surplus(boolean possible) {
		if (possible) {
			WORD.getAndBitwiseOr(this, SURPLUS);
		}
		else {
			WORD.getAndBitwiseAnd(this, ~SURPLUS);
		}
	}

	private static PoolState stateOf(long word) {
		return STATES[(int) (word >>> STATE_SHIFT) & 3];
	}

	private static long with(long word, PoolState state) {
		return (word & ~STATE_MASK) | ((long) state.ordinal() << STATE_SHIFT);
	}

}
