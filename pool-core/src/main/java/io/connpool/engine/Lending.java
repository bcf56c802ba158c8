package io.connpool.engine;

import io.connpool.CloseReason;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.PoolListener;
import io.connpool.PoolSettings;
import io.connpool.PoolState;
import org.jspecify.annotations.Nullable;

/*
 * How connections are lent and taken back while nothing has to be waited for.
 *
 * A caller claims an idle connection by one compare-and-set, and only while nobody waits; giving
 * back is one compare-and-set to end the lease and one volatile write to make the slot idle,
 * after which the line is looked at once more (see WaitQueue). No lock, no clock, no allocation
 * but the lease. Whatever takes time (validate, reset, close) is started in the background.
 */
final class Lending<C> {

	private final Pool<C> pool;

	private final boolean traced;

	private final long validateAfterIdle;

	private final long maxUses;

	Lending(Pool<C> pool, PoolSettings settings) {
		this.pool = pool;
		this.traced = !settings.leakThreshold().isZero();
		this.validateAfterIdle = Deadline.saturatedNanos(settings.validateAfterIdle());
		this.maxUses = settings.maxUses();
	}

	/**
	 * Claims an idle connection, if nobody waits and there is one that may be lent as it
	 * is.
	 * @param mayValidate whether a validation that is due is started, whose result goes
	 * to the line; otherwise the connection is left idle
	 */
	@Nullable SlotLease<C> acquireIdle(boolean mayValidate) {
		long startedAt = this.pool.notifier.exact ? this.pool.clock.nanos() : 0;
		while (this.pool.gate.isRunning() && this.pool.queue.isEmpty()) {
			Slot<C> slot = this.pool.table.claimIdle();
			if (slot == null) {
				return null;
			}
			try {
				slot.holder = Thread.currentThread();
				boolean timed = this.pool.notifier.isTimed(slot.leases);
				if (timed && startedAt == 0) {
					startedAt = this.pool.clock.nanos();
				}
				Fitness fitness = vet(slot);
				if (fitness == Fitness.FIT) {
					return issue(slot, timed ? this.pool.clock.nanos() - startedAt : PoolListener.NOT_MEASURED, timed);
				}
				if (fitness == Fitness.UNPROVED) {
					if (mayValidate) {
						this.pool.checks.validate(slot);
					}
					else {
						putBack(slot);
						this.pool.line.serve();
					}
					return null;
				}
			}
			catch (Throwable ex) {
				slot.lost = true;
				throw ex;
			}
		}
		return null;
	}

	/**
	 * Claims an idle connection for those in line, if there is one, and gives it to the
	 * oldest, has it validated or has it closed. No more are validated than callers wait,
	 * but one that need not be is given to them whatever is being validated.
	 * @return false if nothing more can be done for them
	 */
	boolean offerIdle() {
		Slot<C> slot = this.pool.table.claimIdle();
		if (slot == null) {
			return false;
		}
		switch (vet(slot)) {
			case FIT -> offer(slot);
			case UNPROVED -> {
				if (!isValidationLacking()) {
					putBack(slot);
					// whoever joined meanwhile found nothing idle
					return isValidationLacking();
				}
				this.pool.checks.validate(slot);
			}
			case ENDED -> {
			}
		}
		return true;
	}

	/** Leaves a claimed connection idle, because it would have to be validated first. */
	private void putBack(Slot<C> slot) {
		slot.forgetLease();
		slot.set(SlotState.IDLE);
	}

	private boolean isValidationLacking() {
		return this.pool.table.count(SlotState.CHECKING) < this.pool.queue.waiting();
	}

	/**
	 * Makes the lease of a connection that was delivered to a waiter; its thread calls.
	 */
	SlotLease<C> issueDelivered(Slot<C> slot, Waiter<C> waiter) {
		slot.holder = Thread.currentThread();
		return issue(slot, this.pool.clock.nanos() - waiter.enqueuedAt, this.pool.notifier.isTimed(slot.leases));
	}

	void release(Slot<C> slot, long stamp) {
		if (!slot.beginReturn(stamp)) {
			this.pool.counters.staleCalls.increment();
			return;
		}
		try {
			long heldNanos = noteReturn(slot);
			settle(slot);
			this.pool.notifier.released(heldNanos);
		}
		catch (Throwable ex) {
			slot.lost = true;
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
				settle(slot);
			}
			else {
				this.pool.closer.end(slot, CloseReason.INVALIDATED);
			}
			this.pool.notifier.released(heldNanos);
		}
		catch (Throwable ex) {
			slot.lost = true;
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

	/** Offers a connection after its reset, unless its end was asked for meanwhile. */
	void offerReset(Slot<C> slot) {
		CloseReason reason = askedToEnd(slot);
		if (reason != null) {
			this.pool.closer.end(slot, reason);
		}
		else {
			offerUsed(slot);
		}
	}

	/**
	 * Offers a connection after use or reset; whether it was asked to end has been seen
	 * to.
	 */
	private void offerUsed(Slot<C> slot) {
		long now = this.pool.tick.now();
		slot.lastUsed = now;
		slot.lastProved = now;
		this.pool.table.picker().returned(slot);
		offer(slot);
	}

	/** Offers a connection, unless its end was asked for. */
	void offerChecked(Slot<C> slot) {
		CloseReason reason = askedToEnd(slot);
		if (reason != null) {
			this.pool.closer.end(slot, reason);
		}
		else {
			offer(slot);
		}
	}

	private SlotLease<C> issue(Slot<C> slot, long waitNanos, boolean timed) {
		try {
			slot.uses++;
			slot.leases++;
			if (slot.lost) {
				slot.lost = false;
			}
			slot.leasedAtExactly = timed ? this.pool.clock.nanos() : 0;
			if (this.traced) {
				slot.acquiredBy = new AcquiringStack();
			}
			this.pool.table.picker().lent(slot);
			this.pool.table.remember(slot);
			SlotLease<C> lease = new SlotLease<>(slot, slot.word());
			slot.leasedAt = this.pool.tick.now();
			this.pool.notifier.acquired(waitNanos);
			return lease;
		}
		catch (Throwable ex) {
			// out of memory or stack: without a lease nobody would ever give it back
			slot.leasedAt = Slot.NOT_LEASED;
			slot.lost = true;
			throw ex;
		}
	}

	private long noteReturn(Slot<C> slot) {
		slot.leasedAt = Slot.NOT_LEASED;
		long since = slot.leasedAtExactly;
		return (since != 0) ? this.pool.clock.nanos() - since : PoolListener.NOT_MEASURED;
	}

	/**
	 * Decides what becomes of a connection that was given back; the caller owns the slot.
	 */
	private void settle(Slot<C> slot) {
		CloseReason reason = askedToEnd(slot);
		if (reason == null && this.pool.hooks.checks && check(slot) == Liveness.DEAD) {
			reason = CloseReason.DEAD;
		}
		if (reason != null) {
			this.pool.closer.end(slot, reason);
		}
		else if (this.pool.hooks.resets) {
			this.pool.checks.reset(slot);
		}
		else {
			offerUsed(slot);
		}
	}

	/** Whether a claimed connection may be lent; if it has ended it is on its way out. */
	private Fitness vet(Slot<C> slot) {
		CloseReason reason = askedToEnd(slot);
		Liveness liveness = Liveness.UNKNOWN;
		if (reason == null && this.pool.hooks.checks) {
			liveness = check(slot);
			if (liveness == Liveness.DEAD) {
				reason = CloseReason.DEAD;
			}
		}
		if (reason != null) {
			this.pool.closer.end(slot, reason);
			return Fitness.ENDED;
		}
		if (this.pool.hooks.validates && liveness != Liveness.ALIVE
				&& this.pool.tick.now() - slot.lastProved >= this.validateAfterIdle) {
			return Fitness.UNPROVED;
		}
		return Fitness.FIT;
	}

	private Liveness check(Slot<C> slot) {
		return this.pool.hooks.check(slot.connection());
	}

	private @Nullable CloseReason askedToEnd(Slot<C> slot) {
		CloseReason doomed = slot.doomed;
		if (doomed != null) {
			return doomed;
		}
		if (slot.generation != this.pool.generation()) {
			return CloseReason.EVICTED;
		}
		return (this.maxUses > 0 && slot.uses >= this.maxUses) ? CloseReason.MAX_USES : null;
	}

	/**
	 * Gives a connection to the oldest waiter, or makes it idle and looks at the line
	 * once more. The caller owns the slot and gives it up.
	 */
	private void offer(Slot<C> slot) {
		slot.forgetLease();
		for (;;) {
			PoolState state = this.pool.gate.state();
			if (state.compareTo(PoolState.CLOSING) >= 0) {
				this.pool.closer.end(slot, CloseReason.POOL_CLOSED);
				return;
			}
			if (this.pool.table.permits().closingIfSurplus()) {
				this.pool.closer.endCounted(slot, CloseReason.SURPLUS);
				return;
			}
			if (state == PoolState.RUNNING && !this.pool.queue.isEmpty()) {
				slot.set(SlotState.ACTIVE);
				if (this.pool.queue.deliver(slot)) {
					return;
				}
			}
			int generation = slot.generation;
			slot.set(SlotState.IDLE);
			if (!isWantedAfterAll(generation) || !slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
				return;
			}
			CloseReason reason = askedToEnd(slot);
			if (reason != null) {
				this.pool.closer.end(slot, reason);
				return;
			}
		}
	}

	/**
	 * The second look, once the slot is idle: did somebody join the line, or was the pool
	 * closed, shrunk or told to evict, meanwhile?
	 */
	private boolean isWantedAfterAll(int generation) {
		if (generation != this.pool.generation() || this.pool.table.permits().isSurplus()) {
			return true;
		}
		return switch (this.pool.gate.state()) {
			case RUNNING -> !this.pool.queue.isEmpty();
			case SUSPENDED -> false;
			case CLOSING, CLOSED -> true;
		};
	}

	private enum Fitness {

		FIT, UNPROVED, ENDED

	}

	/** The stack that acquired a lease; for leak reports. */
	private static final class AcquiringStack extends RuntimeException {

		private static final long serialVersionUID = 1L;

		AcquiringStack() {
			super("acquired here");
		}

	}

}
