package io.connpool.engine;

import java.time.Duration;

import io.connpool.Deadline;

/*
 * A bounded call that works on a slot. A call that overruns goes to quarantine before it is given
 * up; if quarantine is full it is not given up and keeps its place until it ends, except for opens.
 */
abstract class SlotCall<C> extends BoundedCall {

	final Pool<C> pool;

	final Slot<C> slot;

	private volatile boolean submitted;

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

	/**
	 * Moves the slot on and starts the call on a thread of the pool, at the latest when
	 * one can be had. The slot has the call before it has the state: whatever fails in
	 * between (out of memory, out of stack), the housekeeper finds a call to start.
	 */
	final void start(int state) {
		this.slot.call = this;
		this.slot.set(state);
		startHere();
	}

	/** As {@link #start}, for a slot that has the state already. */
	final void startHere() {
		this.slot.call = this;
		this.pool.workers.runSurely(this);
		this.submitted = true;
		this.pool.wakeBy(this.deadline);
	}

	/** Starts a call that is to fail where no thread can be had. */
	final void startNow() throws Throwable {
		this.submitted = true;
		this.pool.workers.run(this);
	}

	/**
	 * Starts the call if whoever should have did not come so far; the housekeeper calls.
	 * @return whether it may be forgotten, and is to be looked at again soon
	 */
	final boolean startIfForgotten(long now) {
		if (this.submitted) {
			return false;
		}
		if (now - this.startedAt > Tick.RESOLUTION && isPending()) {
			startHere();
		}
		return true;
	}

	/** Whether the call may be given up before a thread has taken it up. */
	boolean mayBeSkipped() {
		return true;
	}

	/** Whether the call is given up although quarantine is full. */
	boolean mayOverfillQuarantine() {
		return false;
	}

	@Override
	final void lost() {
		this.slot.lose();
	}

	@Override
	final long now() {
		return this.pool.clock.nanos();
	}

	/** Logs and tells listeners on a thread of the pool, for calls given up elsewhere. */
	final void report(Runnable report) {
		this.pool.workers.runSurely(report);
	}

	/**
	 * Gives the call up, if it has not ended and there is room in quarantine.
	 */
	final boolean giveUp() {
		if ((isPending() && !mayBeSkipped()) || !this.pool.quarantine.admit(this, mayOverfillQuarantine())) {
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
