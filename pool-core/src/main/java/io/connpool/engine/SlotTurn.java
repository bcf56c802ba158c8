package io.connpool.engine;

import java.util.concurrent.TimeUnit;

/*
 * How long a connection may be lent past those waiting, under fairness: bounded. A turn begins
 * when the connection comes back while somebody waits, and ends when it goes to the first in
 * line. The owner of the slot reads and writes.
 */
abstract class SlotTurn extends SlotState {

	/** How long a connection is passed in a row. */
	static final long SLICE = TimeUnit.MILLISECONDS.toNanos(1);

	/** How many uses at most go without a look at the clock. */
	private static final int UNTIMED = 1024;

	/** A use of this length on average is a slow one. */
	private static final long SLOW = TimeUnit.MICROSECONDS.toNanos(50);

	private static final int MOST_RELUCTANT = 31;

	private long passedSince;

	/** How often in a row. */
	private int passed;

	/** How often it is to go to the first in line at once. */
	private int skip;

	/** What to set that to when nobody who runs takes it again. */
	private int reluctance;

	private boolean slow;

	/** Whether how often it was passed decides, without the time. */
	final boolean isDecidedByCount() {
		boolean timed = this.slow || (this.passed & (this.passed - 1)) == 0 || (this.passed & (UNTIMED - 1)) == 0;
		return this.skip > 0 || !timed;
	}

	/**
	 * Whether the connection may be passed once more; if not, the turn is over. The clock
	 * is read when it is passed first, after 1, 2, 4 ... 1024 times, and then every 1024,
	 * so that very short uses do not pay for it.
	 * @param now the time, unless {@link #isDecidedByCount()}
	 * @param someoneCalled whether a waiter is on its way already, so that a slow use had
	 * better not be put in before it
	 */
	final boolean mayPass(long now, boolean someoneCalled) {
		if (this.skip > 0) {
			this.skip--;
			return false;
		}
		boolean over = false;
		if (!isDecidedByCount()) {
			if (this.passed == 0) {
				this.passedSince = now;
			}
			else {
				this.slow = now - this.passedSince > SLOW * this.passed;
				over = now - this.passedSince >= SLICE;
			}
		}
		if (over || (this.slow && someoneCalled)) {
			endTurn();
			return false;
		}
		if (this.passed == 1) {
			// a running thread did take it
			this.reluctance = 0;
		}
		this.passed++;
		return true;
	}

	/**
	 * Notes that the connection is claimed for somebody in line. If no running thread
	 * took it meanwhile, to pass it was in vain, and is tried less often.
	 */
	final void claimedForLine() {
		if (this.passed == 1) {
			this.reluctance = Math.min(MOST_RELUCTANT, 2 * this.reluctance + 1);
			this.skip = this.reluctance;
		}
		endTurn();
	}

	final void endTurn() {
		if (this.passed != 0) {
			this.passed = 0;
		}
	}

}
