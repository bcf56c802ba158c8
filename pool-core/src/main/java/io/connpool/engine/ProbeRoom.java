package io.connpool.engine;

import org.jspecify.annotations.Nullable;

/*
 * Whether one more may be tried while opening fails, and which of those that hang is given up for
 * it: the one that has hung longest, after a second, and after twice as long each time in a row, so
 * that a backend that is merely slow is not kept from ever answering. While quarantine is full it is
 * given up even if there is room, because one at a time is to be tried then.
 */
final class ProbeRoom<C> {

	private final Pool<C> pool;

	private final ExtraOpens extras;

	/** Hanging opens given up for a probe since the last success. Racy, an estimate. */
	private volatile int givenUpInARow;

	ProbeRoom(Pool<C> pool, ExtraOpens extras) {
		this.pool = pool;
		this.extras = extras;
	}

	/** An open succeeded. */
	void succeeded() {
		this.givenUpInARow = 0;
	}

	/**
	 * Sees to it that there is room for one more.
	 * @param inFlight how many are tried already
	 * @return false if there is none yet
	 */
	boolean make(int inFlight, long now) {
		boolean room = inFlight < this.pool.settings().openingParallelism() && this.pool.table.permits().isFree();
		boolean full = this.pool.quarantine.isFull();
		if (full) {
			SlotCall<?> extra = this.extras.underWay();
			if (extra != null) {
				return isToBeGivenUp(now) && extra.giveUp();
			}
			if (this.extras.mustWait(now)) {
				return room;
			}
		}
		else if (room) {
			return true;
		}
		SlotCall<?> oldest = oldestOpen();
		if (oldest == null || now - oldest.startedAt < Circuit.CAP_ASKED << Math.min(10, this.givenUpInARow)) {
			return room;
		}
		this.givenUpInARow++;
		return oldest.giveUp();
	}

	/**
	 * As {@link #make} while opening does not fail: what fills quarantine need not have
	 * been opens. Gives the extra open up that has taken longer than it may while
	 * somebody waits for it, and twice as long as opens take.
	 */
	boolean giveUpExtra(long usualOpenNanos, long now) {
		if (!this.pool.quarantine.isFull() || this.pool.queue.isEmpty()) {
			return false;
		}
		SlotCall<?> extra = this.extras.underWay();
		return extra != null && isToBeGivenUp(now) && now - extra.startedAt >= 2 * usualOpenNanos && extra.giveUp();
	}

	private boolean isToBeGivenUp(long now) {
		return this.extras.untilNext(now) == 0;
	}

	private @Nullable SlotCall<?> oldestOpen() {
		SlotCall<?> oldest = null;
		for (Slot<C> slot : this.pool.table.slots()) {
			if (slot.state() == SlotState.OPENING && slot.call instanceof SlotCall<?> open
					&& (oldest == null || open.startedAt - oldest.startedAt < 0)) {
				oldest = open;
			}
		}
		return oldest;
	}

}
