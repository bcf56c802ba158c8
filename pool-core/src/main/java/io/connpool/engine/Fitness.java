package io.connpool.engine;

import io.connpool.CloseReason;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.PoolSettings;
import org.jspecify.annotations.Nullable;

/*
 * Whether a connection may be lent: nobody asked for its end, it is not known to be dead, and
 * it has proved to work lately. Only the owner of a slot asks.
 */
final class Fitness<C> {

	private final Gate gate;

	private final Hooks<C> hooks;

	private final Tick tick;

	private final Closer<C> closer;

	private final Suspicion suspicion;

	private final long validateAfterIdle;

	private final long maxUses;

	Fitness(Pool<C> pool, PoolSettings settings) {
		this.gate = pool.gate;
		this.hooks = pool.hooks;
		this.tick = pool.tick;
		this.closer = pool.closer;
		this.suspicion = pool.suspicion;
		this.validateAfterIdle = Deadline.saturatedNanos(settings.validateAfterIdle());
		this.maxUses = settings.maxUses();
	}

	/** Whether a claimed connection may be lent; if it has ended it is on its way out. */
	Verdict vet(Slot<C> slot) {
		CloseReason reason = askedToEnd(slot);
		Liveness liveness = Liveness.UNKNOWN;
		if (reason == null && this.hooks.checks) {
			// so that the housekeeper comes, and sees if it hangs
			this.tick.ensureRunning();
			liveness = check(slot);
			if (liveness == Liveness.DEAD) {
				this.suspicion.raise(slot);
				reason = CloseReason.DEAD;
			}
			else if (this.gate.isClosed()) {
				// the check took so long that nobody waits for it any more
				reason = CloseReason.POOL_CLOSED;
			}
		}
		if (reason != null) {
			this.closer.end(slot, reason);
			return Verdict.ENDED;
		}
		if (this.hooks.validates && liveness != Liveness.ALIVE && !isProved(slot)) {
			return Verdict.UNPROVED;
		}
		return Verdict.FIT;
	}

	/** Whether it proved to work lately; a hint to who does not own the slot. */
	boolean isProved(Slot<C> slot) {
		return this.tick.now() - slot.lastProved < this.validateAfterIdle && !this.suspicion.isSuspect(slot);
	}

	/** Why a connection must be closed after use instead of being kept, or null. */
	@Nullable CloseReason unfitAfterUse(Slot<C> slot) {
		CloseReason reason = askedToEnd(slot);
		if (reason == null && this.hooks.checks && check(slot) == Liveness.DEAD) {
			this.suspicion.raise(slot);
			return CloseReason.DEAD;
		}
		return reason;
	}

	@Nullable CloseReason askedToEnd(Slot<C> slot) {
		CloseReason doomed = slot.doomed;
		if (doomed != null) {
			return doomed;
		}
		if (slot.generation != this.gate.generation()) {
			return CloseReason.EVICTED;
		}
		return (this.maxUses > 0 && slot.uses() >= this.maxUses) ? CloseReason.MAX_USES : null;
	}

	private Liveness check(Slot<C> slot) {
		return this.hooks.check(slot.connection());
	}

	/** What came of it. */
	enum Verdict {

		FIT, UNPROVED, ENDED

	}

}
