package io.connpool.engine;

import io.connpool.CloseReason;
import io.connpool.Fairness;
import io.connpool.PoolListener;
import io.connpool.PoolSettings;
import org.jspecify.annotations.Nullable;

/*
 * How connections are lent while nothing has to be waited for: a caller claims an idle one by
 * one compare-and-set, and only while nobody waits. No lock, no clock, no allocation but the
 * lease; validation, which takes time, is started in the background.
 */
final class Lending<C> {

	private final Pool<C> pool;

	private final Gate gate;

	private final WaitQueue<C> queue;

	private final SlotTable<C> table;

	private final Fitness<C> fitness;

	private final Notifier notifier;

	private final Tick tick;

	private final boolean traced;

	/** Whether a newcomer may take what is idle although somebody waits. */
	private final boolean mayPass;

	Lending(Pool<C> pool, Fitness<C> fitness, PoolSettings settings) {
		this.pool = pool;
		this.gate = pool.gate;
		this.queue = pool.queue;
		this.table = pool.table;
		this.fitness = fitness;
		this.notifier = pool.notifier;
		this.tick = pool.tick;
		this.traced = !settings.leakThreshold().isZero();
		this.mayPass = settings.fairness() == Fairness.BOUNDED;
	}

	/**
	 * Claims an idle connection, if nobody waits and there is one that may be lent as it
	 * is.
	 * @param mayValidate whether a validation that is due is started, whose result goes
	 * to the line; otherwise the connection is left idle
	 */
	@Nullable SlotLease<C> acquireIdle(boolean mayValidate) {
		long startedAt = this.notifier.exact ? this.pool.clock.nanos() : 0;
		while (this.gate.isFree() || mayPass()) {
			Slot<C> slot = this.table.claimIdle();
			if (slot == null) {
				return null;
			}
			Fitness.Verdict verdict;
			try {
				slot.heldBy(Thread.currentThread());
				boolean timed = this.notifier.isTimed(slot.leases);
				if (timed && startedAt == 0) {
					startedAt = this.pool.clock.nanos();
				}
				verdict = this.fitness.vet(slot);
				if (verdict == Fitness.Verdict.FIT) {
					return issue(slot, timed ? this.pool.clock.nanos() - startedAt : PoolListener.NOT_MEASURED, timed,
							null);
				}
				if (verdict == Fitness.Verdict.UNPROVED && mayValidate) {
					this.pool.checks.validate(slot);
					return null;
				}
			}
			catch (Throwable ex) {
				slot.lose();
				throw ex;
			}
			if (verdict == Fitness.Verdict.UNPROVED) {
				putBack(slot);
				this.pool.serving.serve();
				return acquireProved();
			}
		}
		return null;
	}

	/**
	 * For a caller that may not wait for a validation: claims one that need not be
	 * validated, wherever it stands in the order of the idle ones.
	 */
	private @Nullable SlotLease<C> acquireProved() {
		for (Slot<C> slot : this.table.slots()) {
			if (!this.gate.isFree() || slot.state() != SlotState.IDLE || !this.fitness.isProved(slot)
					|| !slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
				continue;
			}
			Fitness.Verdict verdict;
			try {
				slot.heldBy(Thread.currentThread());
				verdict = this.fitness.vet(slot);
				if (verdict == Fitness.Verdict.FIT) {
					boolean timed = this.notifier.isTimed(slot.leases);
					return issue(slot, timed ? 0 : PoolListener.NOT_MEASURED, timed, null);
				}
			}
			catch (Throwable ex) {
				slot.lose();
				throw ex;
			}
			if (verdict == Fitness.Verdict.UNPROVED) {
				putBack(slot);
				this.pool.serving.serve();
			}
		}
		return null;
	}

	/**
	 * Whether the caller may be served at once although the count says that some wait.
	 */
	private boolean mayPass() {
		return this.gate.isRunning() && (this.mayPass || this.queue.isEmpty());
	}

	/**
	 * Claims an idle connection for those in line, if there is one, and gives it to the
	 * oldest, has it validated or has it closed. No more are validated than callers wait,
	 * but one that need not be is given to them whatever is being validated.
	 * @return false if nothing more can be done for them
	 */
	boolean offerIdle() {
		Slot<C> slot = this.table.claimIdle();
		if (slot == null) {
			return false;
		}
		if (vetForLine(slot) == Fitness.Verdict.UNPROVED) {
			if (!isValidationLacking()) {
				putBack(slot);
				// whoever joined meanwhile found nothing idle
				return isValidationLacking() || offerProved();
			}
			this.pool.checks.validate(slot);
		}
		return true;
	}

	/** Gives a claimed connection to the line, if it is fit for that. */
	private Fitness.Verdict vetForLine(Slot<C> slot) {
		try {
			slot.claimedForLine();
			slot.heldBy(Thread.currentThread());
			Fitness.Verdict verdict = this.fitness.vet(slot);
			if (verdict == Fitness.Verdict.FIT) {
				this.pool.returning.offer(slot);
			}
			return verdict;
		}
		catch (Throwable ex) {
			slot.lose();
			throw ex;
		}
	}

	/**
	 * As {@link #offerIdle()}, for one that probably need not be validated, wherever it
	 * stands in the order of the idle ones.
	 */
	private boolean offerProved() {
		for (Slot<C> slot : this.table.slots()) {
			if (slot.state() == SlotState.IDLE && this.fitness.isProved(slot)
					&& slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
				if (vetForLine(slot) == Fitness.Verdict.UNPROVED) {
					putBack(slot);
					return isValidationLacking();
				}
				return true;
			}
		}
		return false;
	}

	/** Whether {@link #offerIdle()} could do something. */
	boolean isAnyToOffer() {
		boolean lacking = isValidationLacking();
		for (Slot<C> slot : this.table.slots()) {
			if (slot.state() == SlotState.IDLE && (lacking || this.fitness.isProved(slot))) {
				return true;
			}
		}
		return false;
	}

	/** Leaves a claimed connection idle, because it would have to be validated first. */
	private void putBack(Slot<C> slot) {
		slot.set(SlotState.IDLE);
		if (this.gate.isClosing() && slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
			this.pool.closer.end(slot, CloseReason.POOL_CLOSED);
		}
	}

	private boolean isValidationLacking() {
		return this.table.count(SlotState.CHECKING) < this.queue.waiting();
	}

	/** Who is about to wait for a future: the present thread. */
	Asker asker() {
		return new Asker(Thread.currentThread(), this.traced ? new AcquiringStack() : null);
	}

	/**
	 * Makes the lease of a connection that was delivered to a waiter; its own thread
	 * calls, or for a future a thread of the pool, which will not be the holder.
	 */
	SlotLease<C> issueDelivered(Slot<C> slot, Waiter<C> waiter) {
		Asker asker = (waiter instanceof FutureWaiter<C> future) ? future.asker() : null;
		long now;
		try {
			slot.heldBy((asker != null) ? asker.thread() : Thread.currentThread());
			slot.handedOver = asker != null;
			now = this.pool.clock.nanos();
			slot.deliveredAt = now;
		}
		catch (Throwable ex) {
			slot.lose();
			throw ex;
		}
		return issue(slot, now - waiter.enqueuedAt, this.notifier.isTimed(slot.leases),
				(asker != null) ? asker.stack() : null);
	}

	/**
	 * @param askedAt the stack that acquires the lease, if it is not the present one
	 */
	private SlotLease<C> issue(Slot<C> slot, long waitNanos, boolean timed, @Nullable AcquiringStack askedAt) {
		try {
			slot.leases++;
			slot.leasedAtExactly = timed ? this.pool.clock.nanos() : 0;
			if (this.traced) {
				slot.acquiredBy = (askedAt != null) ? askedAt : new AcquiringStack();
			}
			this.table.lent(slot);
			SlotLease<C> lease = new SlotLease<>(slot, slot.word());
			slot.leasedAt = this.tick.now();
			this.notifier.acquired(waitNanos);
			return lease;
		}
		catch (Throwable ex) {
			// out of memory or stack: without a lease nobody would ever give it back
			slot.leasedAt = Slot.NOT_LEASED;
			slot.lose();
			throw ex;
		}
	}

}
