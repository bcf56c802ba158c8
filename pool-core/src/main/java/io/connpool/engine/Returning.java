package io.connpool.engine;

import io.connpool.CloseReason;
import io.connpool.PoolListener;
import io.connpool.PoolState;
import org.jspecify.annotations.Nullable;

/*
 * How connections come back: from a caller, from an open, a validation or a reset. One
 * compare-and-set ends the lease; then the connection is closed, reset, given to the oldest
 * waiter, or made idle, after which the line is looked at once more (see WaitQueue). No lock; and
 * while nobody waits no clock, no allocation, and nothing is written that another connection's
 * user reads.
 */
final class Returning<C> {

	private final Pool<C> pool;

	private final Gate gate;

	private final WaitQueue<C> queue;

	private final Permits permits;

	private final Fitness<C> fitness;

	private final Notifier notifier;

	private final Tick tick;

	private final IdlePicker picker;

	private final boolean resets;

	/** Null under fairness: strict. */
	private final @Nullable Passing<C> passing;

	Returning(Pool<C> pool, Fitness<C> fitness, @Nullable Passing<C> passing) {
		this.pool = pool;
		this.gate = pool.gate;
		this.queue = pool.queue;
		this.permits = pool.table.permits();
		this.fitness = fitness;
		this.notifier = pool.notifier;
		this.tick = pool.tick;
		this.picker = pool.table.picker();
		this.resets = pool.hooks.resets;
		this.passing = passing;
	}

	void release(Slot<C> slot, long stamp) {
		if (!slot.beginReturn(stamp)) {
			this.pool.counters.staleCalls.increment();
			return;
		}
		try {
			long heldNanos = noteReturn(slot);
			settle(slot, stamp);
			this.notifier.released(heldNanos);
		}
		catch (Throwable ex) {
			slot.lose();
			throw ex;
		}
	}

	void invalidate(Slot<C> slot, long stamp, Throwable cause) {
		if (!slot.beginReturn(stamp)) {
			this.pool.counters.staleCalls.increment();
			return;
		}
		try {
			long heldNanos = noteReturn(slot);
			if (this.pool.hooks.isReusableAfter(slot.connection(), cause)) {
				settle(slot, stamp);
			}
			else {
				if (Suspicion.isRaisedBy(cause)) {
					this.pool.suspicion.raise(slot);
				}
				this.pool.closer.end(slot, CloseReason.INVALIDATED);
			}
			this.notifier.released(heldNanos);
		}
		catch (Throwable ex) {
			slot.lose();
			throw ex;
		}
	}

	void retire(Slot<C> slot, long stamp) {
		if (slot.word() == stamp) {
			slot.doom(CloseReason.RETIRED);
		}
		else {
			this.pool.counters.staleCalls.increment();
		}
	}

	/**
	 * Offers a connection after its reset, unless its end was asked for meanwhile or a
	 * late reply has come: the check before it was made proves nothing any more.
	 */
	void offerReset(Slot<C> slot) {
		// so that the housekeeper comes: the check may hang, and what is idle grows old
		this.tick.ensureRunning();
		CloseReason reason = this.fitness.unfitAfterUse(slot);
		if (reason != null) {
			this.pool.closer.end(slot, reason);
		}
		else {
			noteUse(slot);
			offer(slot);
		}
	}

	/**
	 * Offers a connection after its validation, unless its end was asked for or more than
	 * an answer has come.
	 */
	void offerValidated(Slot<C> slot) {
		this.tick.ensureRunning();
		CloseReason reason = this.fitness.unfitAfterUse(slot);
		if (reason != null) {
			this.pool.closer.end(slot, reason);
		}
		else {
			offer(slot);
		}
	}

	/** Offers a connection, unless its end was asked for. */
	void offerChecked(Slot<C> slot) {
		try {
			CloseReason reason = this.fitness.askedToEnd(slot);
			if (reason != null) {
				this.pool.closer.end(slot, reason);
			}
			else {
				offer(slot);
			}
		}
		catch (Throwable ex) {
			slot.lose();
			throw ex;
		}
	}

	private long noteReturn(Slot<C> slot) {
		slot.leasedAt = Slot.NOT_LEASED;
		if (slot.deliveredAt != 0) {
			this.pool.opener.demand().useTook(this.pool.clock.nanos() - slot.deliveredAt);
			slot.deliveredAt = 0;
			slot.handedOver = false;
		}
		long since = slot.leasedAtExactly;
		return (since != 0) ? this.pool.clock.nanos() - since : PoolListener.NOT_MEASURED;
	}

	/**
	 * Decides what becomes of a connection that was given back; the caller owns the slot.
	 */
	private void settle(Slot<C> slot, long stamp) {
		CloseReason reason = this.fitness.unfitAfterUse(slot);
		if (reason != null) {
			this.pool.closer.end(slot, reason);
		}
		else if (this.resets) {
			this.pool.checks.reset(slot);
		}
		else {
			noteUse(slot);
			if (this.gate.isQuiet(slot.generation)) {
				slot.endTurn();
				keep(slot, stamp);
			}
			else if (this.passing == null || !leave(slot, this.passing)) {
				offer(slot);
			}
		}
	}

	/**
	 * Makes a connection idle that was given back while there was nothing to be minded.
	 */
	private void keep(Slot<C> slot, long stamp) {
		long generation = slot.generation;
		slot.forgetStack();
		if (slot.endReturn(stamp) && !this.gate.isQuiet(generation) && takeBack(slot, generation)) {
			offer(slot);
		}
	}

	private void noteUse(Slot<C> slot) {
		long now = this.tick.now();
		slot.lastUsed = now;
		slot.lastProved = now;
		this.picker.returned(slot);
	}

	/**
	 * Leaves a connection to whoever runs, if somebody waits and it may be passed.
	 * @return false if it may not; the slot is still the caller's
	 */
	private boolean leave(Slot<C> slot, Passing<C> passing) {
		long generation = slot.generation;
		if (!this.gate.isOpenFor(generation) || isSurplus()) {
			return false;
		}
		if (this.queue.isEmpty()) {
			slot.endTurn();
			return false;
		}
		if (!passing.mayPass(slot)) {
			return false;
		}
		slot.forgetStack();
		slot.set(SlotState.IDLE);
		boolean done = passing.call() && this.gate.isOpenFor(generation) && !isSurplus();
		return done || !slot.claim(SlotState.IDLE, SlotState.ACTIVE) || endIfAsked(slot);
	}

	/**
	 * Gives a connection to the oldest waiter, or makes it idle and looks at the line
	 * once more. The caller owns the slot and gives it up.
	 */
	void offer(Slot<C> slot) {
		long generation = slot.generation;
		do {
			if (!this.gate.isQuiet(generation) && handOn(slot)) {
				return;
			}
			slot.forgetStack();
			slot.set(SlotState.IDLE);
		}
		while (!this.gate.isQuiet(generation) && takeBack(slot, generation));
	}

	/** Closes a connection that is not to be kept, or gives it to the oldest waiter. */
	private boolean handOn(Slot<C> slot) {
		PoolState state = this.gate.state();
		if (state.compareTo(PoolState.CLOSING) >= 0) {
			this.pool.closer.end(slot, CloseReason.POOL_CLOSED);
			return true;
		}
		if (isSurplus() && this.pool.closer.endIfSurplus(slot)) {
			return true;
		}
		if (state == PoolState.RUNNING && !this.queue.isEmpty()) {
			slot.forgetStack();
			slot.heldByNobody();
			slot.set(SlotState.ACTIVE);
			return this.queue.deliver(slot);
		}
		return false;
	}

	/**
	 * The second look, once the slot is idle: takes it back if somebody joined the line,
	 * or the pool was closed, shrunk or told to evict, meanwhile.
	 * @return whether the slot is the caller's again, and is to be offered
	 */
	private boolean takeBack(Slot<C> slot, long generation) {
		return isWantedAfterAll(generation) && slot.claim(SlotState.IDLE, SlotState.ACTIVE) && !endIfAsked(slot);
	}

	private boolean isWantedAfterAll(long generation) {
		if (generation != this.gate.generation() || isSurplus()) {
			return true;
		}
		return switch (this.gate.state()) {
			case RUNNING -> !this.queue.isEmpty();
			case SUSPENDED -> false;
			case CLOSING, CLOSED -> true;
		};
	}

	private boolean isSurplus() {
		return this.gate.isSurplus() && this.permits.isSurplus();
	}

	private boolean endIfAsked(Slot<C> slot) {
		CloseReason reason = this.fitness.askedToEnd(slot);
		if (reason != null) {
			this.pool.closer.end(slot, reason);
		}
		return reason != null;
	}

}
