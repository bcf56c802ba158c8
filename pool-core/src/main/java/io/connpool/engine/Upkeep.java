package io.connpool.engine;

import java.util.concurrent.TimeUnit;

import io.connpool.CloseReason;
import io.connpool.Deadline;
import io.connpool.LeaseTimeAction;
import io.connpool.PoolSettings;
import org.jspecify.annotations.Nullable;

/*
 * What is due in one pool, as a timetable: pass(now) does what is due at that instant and says
 * when to come again. It never runs user code; whatever has to is started on a worker.
 *
 * Only the housekeeper's thread calls pass(), one pass at a time, so plain fields will do.
 */
final class Upkeep<C> {

	private static final long RETIRE_EVERY = TimeUnit.SECONDS.toNanos(1);

	private final Pool<C> pool;

	private final LeaseWatch<C> leases;

	private final InlineWatch<C> inline;

	private long lastRetiredAt;

	private long next;

	private boolean anyOut;

	private int idle;

	private int checking;

	private @Nullable Slot<C> mostExpired;

	Upkeep(Pool<C> pool) {
		this.pool = pool;
		this.leases = new LeaseWatch<>(pool);
		this.inline = new InlineWatch<>(pool);
		this.lastRetiredAt = pool.clock.nanos() - RETIRE_EVERY;
	}

	long pass(long now) {
		this.next = Long.MAX_VALUE;
		if (this.pool.workers.retryDeferred()) {
			dueIn(Tick.RESOLUTION);
		}
		if (!this.pool.tick.isStopped()) {
			this.pool.tick.advance(now);
		}
		this.pool.line.expire(now);
		if (this.pool.line.helpFailures()) {
			dueIn(Tick.RESOLUTION);
		}
		visitSlots(now);
		retireMostExpired(now);
		if (this.pool.serving.rescue()) {
			dueIn(Tick.RESOLUTION);
		}
		if (this.pool.gate.isSurplus()) {
			this.pool.sizing.forgetSurplus();
		}
		this.pool.opener.supply();
		dueIn(this.pool.opener.untilDue(now));
		dueIn(this.pool.queue.untilNextDeadline(now));
		keepTicking(now);
		return Math.max(0, this.next);
	}

	/** Closes idle connections that are stale, doomed or too many. */
	void sweepIdle() {
		Slot<C>[] slots = this.pool.table.slots();
		for (int i = slots.length - 1; i >= 0; i--) {
			if (slots[i].claim(SlotState.IDLE, SlotState.ACTIVE)) {
				this.pool.returning.offerChecked(slots[i]);
			}
		}
	}

	private void visitSlots(long now) {
		PoolSettings settings = this.pool.settings();
		this.anyOut = false;
		this.mostExpired = null;
		this.idle = this.pool.table.count(SlotState.IDLE);
		this.checking = this.pool.table.count(SlotState.CHECKING);
		for (Slot<C> slot : this.pool.table.slots()) {
			try {
				visit(slot, settings, now);
			}
			catch (Throwable ex) {
				// out of memory perhaps, which is no reason to leave the others alone
				dueIn(Tick.RESOLUTION);
				this.pool.log.error("bug: housekeeping of a connection failed; it is tried again", ex);
			}
		}
	}

	private void visit(Slot<C> slot, PoolSettings settings, long now) {
		long word = slot.word();
		switch (SlotState.stateOf(word)) {
			case SlotState.IDLE -> visitIdle(slot, word, settings, now);
			case SlotState.ACTIVE, SlotState.RETURNING -> visitOut(slot, word, settings, now);
			case SlotState.OPENING, SlotState.CHECKING, SlotState.RESETTING -> visitCall(slot, word, now);
			case SlotState.CLOSING -> visitClosing(slot, word, now);
			default -> {
			}
		}
	}

	private void visitClosing(Slot<C> slot, long word, long now) {
		if (this.pool.closer.isAtWorkOn(slot)) {
			visitCall(slot, word, now);
		}
		else if (slot.closeLost) {
			dueIn(Tick.RESOLUTION);
			slot.closeLost = false;
			CloseReason asked = slot.doomed;
			this.pool.closer.abortSeized(slot, (asked != null) ? asked : CloseReason.INVALIDATED);
		}
	}

	private void visitCall(Slot<C> slot, long word, long now) {
		if (!(slot.call instanceof SlotCall<?> call)) {
			return;
		}
		if (call.isLost(word) || call.hasEnded()) {
			dueIn(Tick.RESOLUTION);
			visitEnded(slot, word, call, now);
			return;
		}
		if (call.startIfForgotten(now)) {
			dueIn(Tick.RESOLUTION);
		}
		long left = call.deadline - now;
		if (left > 0) {
			dueIn(left);
		}
		else if (!call.giveUp()) {
			dueIn(Tick.RESOLUTION);
		}
	}

	/** Looks at a call that was ended, though its slot did not move on since then. */
	private void visitEnded(Slot<C> slot, long word, SlotCall<?> call, long now) {
		if (call.isLost(word)) {
			call.settle(word);
		}
		else if (SlotState.stateOf(word) == SlotState.CHECKING || SlotState.stateOf(word) == SlotState.RESETTING) {
			this.inline.visitEnded(slot, call, slot.seenFor(word, now));
		}
	}

	private void visitIdle(Slot<C> slot, long word, PoolSettings settings, long now) {
		slot.forgetHolder(word);
		if (slot.doomed != null || slot.generation != this.pool.gate.generation() || isSurplus()) {
			if (slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
				this.pool.returning.offerChecked(slot);
			}
			return;
		}
		noteExpiry(slot, now);
		if (!settings.idleTimeout().isZero()) {
			long left = Deadline.saturatedNanos(settings.idleTimeout()) - (now - slot.lastUsed);
			if (left > 0) {
				dueIn(left);
			}
			else if (this.idle > settings.minIdle() && slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
				this.idle--;
				this.pool.closer.end(slot, CloseReason.IDLE_TIMEOUT);
				return;
			}
		}
		boolean mayAsk = this.pool.hooks.validates || this.pool.hooks.checks;
		if (mayAsk && this.pool.suspicion.isSuspect(slot)) {
			askSuspect(slot);
		}
		else if (mayAsk && !settings.keepaliveInterval().isZero()) {
			long left = slot.keepaliveNanos - (now - slot.lastProved);
			if (left > 0) {
				dueIn(left);
			}
			else if (slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
				this.pool.checks.keepAlive(slot);
			}
		}
	}

	private void askSuspect(Slot<C> slot) {
		if (this.checking >= Suspicion.ASKED_AT_ONCE) {
			dueIn(Suspicion.ASKED_EVERY);
		}
		else if (slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
			this.checking++;
			this.pool.checks.keepAlive(slot);
		}
	}

	private void visitOut(Slot<C> slot, long word, PoolSettings settings, long now) {
		this.anyOut = true;
		noteExpiry(slot, now);
		long held = slot.seenFor(word, now);
		if (slot.leasedAt == Slot.NOT_LEASED) {
			this.inline.visit(slot, word, held);
		}
		else if (this.leases.visit(slot, word, settings, held) && settings.onMaxLeaseTime() == LeaseTimeAction.RECLAIM
				&& slot.seize(word, SlotState.CLOSING)) {
			this.pool.closer.abortSeized(slot, CloseReason.RECLAIMED);
		}
	}

	private boolean isSurplus() {
		return this.pool.gate.isSurplus() && this.pool.table.permits().isSurplus();
	}

	private void noteExpiry(Slot<C> slot, long now) {
		if (!slot.expires || slot.doomed != null || slot.successorOf == slot.connectionId) {
			return;
		}
		long left = slot.expiresAt - now;
		if (left > 0) {
			dueIn(left);
		}
		else if (this.mostExpired == null || slot.expiresAt - this.mostExpired.expiresAt < 0) {
			this.mostExpired = slot;
		}
	}

	/**
	 * Replaces one connection at the end of its lifetime, at most one a second: a new one
	 * is opened first while there is room and nobody waits, else the old one goes first.
	 * While opening fails nothing is closed for its age.
	 */
	private void retireMostExpired(long now) {
		Slot<C> slot = this.mostExpired;
		if (slot == null || !this.pool.gate.isRunning()) {
			return;
		}
		long left = this.lastRetiredAt + RETIRE_EVERY - now;
		if (left > 0 || !this.pool.opener.mayReplace(now)) {
			dueIn(Math.max(left, Tick.RESOLUTION));
			return;
		}
		this.lastRetiredAt = now;
		dueIn(RETIRE_EVERY);
		if (!this.pool.queue.isEmpty() || !this.pool.opener.replace(slot)) {
			this.pool.expire(slot);
		}
	}

	/**
	 * Stops the tick when nothing is out; see {@link Tick}. One more pass follows, for
	 * what was used and given back while this one looked at the places: it may have been
	 * seen in between, neither out nor idle for all of the pass, and nobody else would
	 * come for the end of its idle time. Whoever uses one later starts the tick.
	 */
	private void keepTicking(long now) {
		if (this.pool.tick.isStopped()) {
			if (this.anyOut) {
				// claimed an instant ago, or by somebody who failed to start it
				dueIn(Tick.RESOLUTION);
			}
			return;
		}
		if (!this.anyOut) {
			this.pool.tick.stop();
			if (this.pool.table.count(SlotState.ACTIVE) + this.pool.table.count(SlotState.RETURNING) > 0) {
				this.pool.tick.advance(now);
			}
		}
		dueIn(Tick.RESOLUTION);
	}

	private void dueIn(long nanos) {
		this.next = Math.min(this.next, nanos);
	}

}
