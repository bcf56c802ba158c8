package io.connpool.engine;

/**
 * Padding in front of a slot's state, so that two slots never share a cache line.
 */
abstract class SlotPadding {

	long p00;

	long p01;

	long p02;

	long p03;

	long p04;

	long p05;

	long p06;

	long p07;

}

/*
 * The state word of a slot: three bits of state, and above them a sequence number that
 * grows with every new ownership. A lease remembers the word it was issued with; once the
 * word has moved on, the lease's compare-and-set fails, so a stale lease cannot touch the
 * next caller's connection and needs no flag of its own.
 *
 * EMPTY -> OPENING -> ACTIVE <-> IDLE <-> CHECKING | \ | RETURNING -> RESETTING |
 * \____________|_______/ CLOSING -> EMPTY
 *
 * Who may write: IDLE and EMPTY belong to nobody, anybody may claim them by
 * compare-and-set. ACTIVE belongs to the holder of the lease issued with this very word;
 * the housekeeper may take it away by compare-and-set (reclaim, end of drain). Every
 * other state belongs to the one thread that is carrying it out, or to the one that gave
 * up on it: BoundedCall decides between the two. Only an owner may use set(); all others
 * compareAndSet.
 */
abstract class SlotState extends SlotPadding {

	static final int EMPTY = 0;

	static final int OPENING = 1;

	static final int IDLE = 2;

	static final int ACTIVE = 3;

	static final int CHECKING = 4;

	static final int RESETTING = 5;

	static final int CLOSING = 6;

	/** Given back, not yet decided what becomes of it; counts as active. */
	static final int RETURNING = 7;

	private static final int STATE_MASK = 7;

	private static final java.lang.invoke.VarHandle WORD;

	static {
		try {
			WORD = java.lang.invoke.MethodHandles.lookup().findVarHandle(SlotState.class, "word", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // through WORD
	private volatile long word;

	final long word() {
		return this.word;
	}

	final int state() {
		return stateOf(this.word);
	}

	static int stateOf(long word) {
		return (int) (word & STATE_MASK);
	}

	/**
	 * Claims this slot if it is in a state that belongs to nobody.
	 */
	final boolean claim(int from, int to) {
		long now = this.word;
		return stateOf(now) == from && WORD.compareAndSet(this, now, next(now, to));
	}

	/**
	 * Takes this slot away from whoever holds the lease issued with {@code expected}.
	 */
	final boolean seize(long expected, int to) {
		return WORD.compareAndSet(this, expected, next(expected, to));
	}

	/**
	 * Ends the lease issued with {@code stamp}; at most one caller wins.
	 */
	final boolean beginReturn(long stamp) {
		return stateOf(stamp) == ACTIVE && WORD.compareAndSet(this, stamp, (stamp & ~STATE_MASK) | RETURNING);
	}

	/**
	 * Moves on; for the owner only. A full volatile write: what follows it must see every
	 * waiter that had enqueued before (a release store would lose wake-ups).
	 */
	final void set(int to) {
		long now = this.word;
		if (!isLegal(stateOf(now), to)) {
			throw new IllegalStateException("bug: slot moves from " + name(stateOf(now)) + " to " + name(to));
		}
		WORD.setVolatile(this, next(now, to));
	}

	/**
	 * Makes a connection idle that was given back, without the fence that {@link #set}
	 * has, which is what half a compare-and-set costs. So what is looked at next may be
	 * older than this write; whoever looks for something idle and finds a connection on
	 * its way back looks once more when it has come.
	 * @param stamp of the lease that {@link #beginReturn} ended
	 * @return false if the slot was taken away meanwhile
	 */
	final boolean endReturn(long stamp) {
		if (this.word != ((stamp & ~STATE_MASK) | RETURNING)) {
			return false;
		}
		WORD.setRelease(this, next(stamp, IDLE));
		return true;
	}

	private static long next(long word, int to) {
		return ((word | STATE_MASK) + 1) | to;
	}

	private static boolean isLegal(int from, int to) {
		int legal = switch (to) {
			case EMPTY -> 1 << OPENING | 1 << CLOSING;
			case IDLE, ACTIVE -> 1 << ACTIVE | 1 << OPENING | 1 << CHECKING | 1 << RESETTING | 1 << RETURNING;
			case CHECKING -> 1 << ACTIVE;
			case RESETTING -> 1 << RETURNING;
			case CLOSING -> 1 << ACTIVE | 1 << OPENING | 1 << CHECKING | 1 << RESETTING | 1 << RETURNING;
			default -> 0;
		};
		return (legal & (1 << from)) != 0;
	}

	static String name(int state) {
		return switch (state) {
			case EMPTY -> "EMPTY";
			case OPENING -> "OPENING";
			case IDLE -> "IDLE";
			case ACTIVE -> "ACTIVE";
			case CHECKING -> "CHECKING";
			case RESETTING -> "RESETTING";
			case CLOSING -> "CLOSING";
			default -> "RETURNING";
		};
	}

}
