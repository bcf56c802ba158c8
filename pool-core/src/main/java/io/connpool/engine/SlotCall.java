package io.connpool.engine;

import java.time.Duration;

import io.connpool.CloseReason;
import io.connpool.Deadline;
import org.jspecify.annotations.Nullable;

/*
 * A bounded call that works on a slot. A call that overruns goes to quarantine before it is given
 * up; if quarantine is full it is not given up and keeps its place until it ends, except for opens.
 */
abstract class SlotCall<C> extends BoundedCall {

	final Pool<C> pool;

	final Slot<C> slot;

	private volatile boolean submitted;

	private volatile boolean lost;

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
		submit();
	}

	/** As {@link #start}, for a slot that has the state already. */
	final void startHere() {
		this.slot.call = this;
		submit();
	}

	private void submit() {
		this.submitted = true;
		try {
			this.pool.workers.runSurely(this);
		}
		catch (Throwable ex) {
			this.submitted = false;
			throw ex;
		}
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
			submit();
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
	final void notBegun() {
		this.submitted = false;
		if (isSkipped()) {
			leaveQuarantine();
		}
	}

	@Override
	final void lost() {
		this.slot.lose();
		// from here on the housekeeper may be at work on the slot
		this.lost = true;
	}

	/**
	 * Whether what was to be done after the end was not.
	 * @param word the slot's word before this was found to be its call
	 */
	final boolean isLost(long word) {
		return this.lost && this.slot.word() == word;
	}

	/**
	 * Does what was to be done after the end and was not; the housekeeper calls.
	 * @param word the slot's word when this was still its call
	 */
	void settle(long word) {
		if (this.slot.seize(word, SlotState.CLOSING)) {
			this.pool.closer.abortSeized(this.slot, CloseReason.INVALIDATED);
		}
	}

	@Override
	final void endedLate(@Nullable Throwable failure) {
		try {
			cleanUp();
		}
		finally {
			leaveQuarantine();
		}
	}

	/** Ends what a call has brought that had been given up. */
	void cleanUp() {
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
			if (!this.submitted && isSkipped()) {
				// no thread will come for it, or one that leaves once more
				this.pool.quarantine.release(this);
			}
			try {
				overran();
			}
			catch (Throwable ex) {
				lost();
				throw ex;
			}
			return true;
		}
		this.pool.quarantine.release(this);
		return false;
	}

	/** Leaves quarantine. */
	final void leaveQuarantine() {
		this.pool.quarantine.release(this);
		this.pool.placeFreed();
	}

}
