package io.connpool.engine;

import java.time.Duration;

import io.connpool.Deadline;

/*
 * A bounded call that works on a slot. A call that overruns goes to quarantine before it is given
 * up; if quarantine is full it is not given up and keeps its place until it ends.
 */
abstract class SlotCall<C> extends BoundedCall {

	final Pool<C> pool;

	final Slot<C> slot;

	SlotCall(String what, Slot<C> slot, Duration limit) {
		super(what + " of #" + slot.connectionId, slot.pool.clock.nanos(), Deadline.saturatedNanos(limit));
		this.pool = slot.pool;
		this.slot = slot;
	}

	final Deadline remaining() {
		return Deadline.after(Duration.ofNanos(this.deadline - this.pool.clock.nanos()), this.pool.clock);
	}

	final long elapsed() {
		return this.pool.clock.nanos() - this.startedAt;
	}

	/** Starts the call on a thread of the pool; at the latest when one can be had. */
	final void start() {
		this.slot.call = this;
		this.pool.workers.runSurely(this);
		this.pool.wakeBy(this.deadline);
	}

	/**
	 * Gives the call up, if it has not ended and there is room in quarantine.
	 */
	final boolean giveUp() {
		if (!this.pool.quarantine.admit(this)) {
			return false;
		}
		if (abandon()) {
			overran();
			return true;
		}
		this.pool.quarantine.release(this);
		return false;
	}

	/** Leaves quarantine; for {@link #endedLate}. */
	final void leaveQuarantine() {
		this.pool.quarantine.release(this);
		this.pool.placeFreed();
	}

}
