package io.connpool.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.CloseReason;
import io.connpool.Deadline;
import io.connpool.OpenReason;
import io.connpool.PoolSettings;
import org.jspecify.annotations.Nullable;

/*
 * Opens connections in the background: as many at a time as are wanted and opening.parallelism
 * allows, or, while opening fails, one probe after another as the circuit says.
 *
 * supply() may be called by anybody at any time, and must be called whenever something that it
 * looks at may have changed: somebody joined the line, a place came free, an open ended, time
 * for a probe has come. An open is never tied to the caller that caused it; its connection goes
 * to the oldest waiter.
 *
 * While quarantine is full they are opened one after another, and after one that hangs there is a
 * wait; see ExtraOpens.
 */
final class Opener<C> {

	private final Pool<C> pool;

	private final Demand<C> demand;

	private final AtomicReference<Circuit> circuit = new AtomicReference<>(Circuit.healthy());

	/** Opens on their way; those given up do not count. */
	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicLong connectionIds = new AtomicLong();

	final ExtraOpens extras;

	private final ProbeRoom<C> room;

	Opener(Pool<C> pool) {
		this.pool = pool;
		this.demand = new Demand<>(pool);
		this.extras = new ExtraOpens(pool.quarantine);
		this.room = new ProbeRoom<>(pool, this.extras);
	}

	Circuit circuit() {
		return Objects.requireNonNull(this.circuit.get());
	}

	boolean isBreakerOpen() {
		return circuit().isOpen(this.pool.settings().breakerFailureThreshold());
	}

	Demand<C> demand() {
		return this.demand;
	}

	/** Somebody wants a connection and there is none. */
	void ask(long now) {
		this.demand.ask(now);
		if (circuit().isFailing()) {
			this.circuit.updateAndGet(Circuit::asked);
		}
	}

	/** Starts as many opens as are wanted now. */
	void supply() {
		while (this.pool.gate.isRunning()) {
			long now = this.pool.clock.nanos();
			Circuit circuit = circuit();
			if (circuit.isFailing()) {
				if (probe(circuit, now)) {
					return;
				}
				continue;
			}
			if (this.room.giveUpExtra(this.demand.usualOpenNanos(), now)) {
				continue;
			}
			int flying = this.inFlight.get();
			if (!this.pool.table.permits().isFree() || flying >= this.demand.wanted(circuit, flying, now)) {
				return;
			}
			if (this.extras.mustWait(now)) {
				// whoever has the turn comes here when he is done
				return;
			}
			if (!this.inFlight.compareAndSet(flying, flying + 1)) {
				continue;
			}
			Slot<C> slot = this.pool.table.takePlace();
			if (slot != null) {
				OpenReason reason = (this.pool.queue.waiting() > 0) ? OpenReason.DEMAND : OpenReason.MIN_IDLE;
				if (launch(slot, reason, null, now) != null) {
					giveBack(slot);
					// comes here again, and has a pool that is being closed see that it
					// may end
					this.pool.placeFreed();
					return;
				}
			}
			else {
				this.inFlight.decrementAndGet();
				if (!this.pool.table.permits().isFree()) {
					return;
				}
			}
		}
	}

	/** Nanoseconds until a probe is due, {@link Long#MAX_VALUE} if none will be. */
	long untilDue(long now) {
		if (!this.pool.gate.isRunning()) {
			return Long.MAX_VALUE;
		}
		Circuit circuit = circuit();
		long wait = this.extras.untilNext(now);
		if (!circuit.isFailing()) {
			return (wait > 0) ? wait : Long.MAX_VALUE;
		}
		long left = untilProbe(circuit, now);
		return (left > 0) ? left : (wait > 0) ? Math.min(wait, Tick.RESOLUTION) : Tick.RESOLUTION;
	}

	/**
	 * Nanoseconds until a connection may be opened that really is: what callers are told.
	 */
	long untilReally(Circuit circuit, long now) {
		long left = circuit.untilNextAttempt(now);
		return this.pool.quarantine.isFull() ? Math.max(left, this.extras.untilNext(now)) : left;
	}

	/** Whether one may be opened before it is certain that anybody wants it. */
	boolean mayReplace(long now) {
		return !circuit().isFailing() && !this.extras.mustWait(now);
	}

	/**
	 * Opens the connection that will take the place of one at the end of its lifetime.
	 * @return false if no place is free
	 */
	boolean replace(Slot<C> old) {
		Successor<C> successor = new Successor<>(old);
		long now = this.pool.clock.nanos();
		Slot<C> slot = this.pool.table.takePlace();
		if (slot == null) {
			return false;
		}
		this.inFlight.incrementAndGet();
		old.successorOf = old.connectionId;
		if (launch(slot, OpenReason.REPLACEMENT, successor, now) != null) {
			giveBack(slot);
			this.pool.placeFreed();
		}
		return true;
	}

	/**
	 * Starts a probe if one is due.
	 * @return false if another thread changed the circuit and it must be looked at again
	 */
	private boolean probe(Circuit circuit, long now) {
		if (untilProbe(circuit, now) > 0 || !this.room.make(this.inFlight.get(), now)) {
			this.pool.wakeBy(now + untilDue(now));
			return true;
		}
		Circuit attempted = circuit.attempted(now, this.demand.isAsked(now), random());
		if (!this.circuit.compareAndSet(circuit, attempted)) {
			return false;
		}
		Slot<C> slot = this.pool.table.takePlace();
		if (slot != null) {
			this.inFlight.incrementAndGet();
			OpenCall<C> withdrawn = launch(slot, OpenReason.PROBE, null, now);
			if (withdrawn != null) {
				refused(withdrawn, new IllegalStateException("max-quarantined (" + this.pool.quarantine.cap()
						+ ") calls overran their limit and still run; until one ends, connections are opened one at a time"));
			}
		}
		this.pool.wakeBy(now + untilDue(now));
		return true;
	}

	/**
	 * Nanoseconds until the next attempt; what may be opened beyond max-quarantined is
	 * opened as soon as it may be.
	 */
	private long untilProbe(Circuit circuit, long now) {
		long left = circuit.untilNextAttempt(now);
		return (left > 0) ? Math.min(left, this.extras.untilNextSince(circuit.lastAttemptAt(), now)) : 0;
	}

	/**
	 * Starts an open, which may fail at once.
	 * @return the call if it was not started, because it must wait for its turn; else
	 * null
	 */
	private @Nullable OpenCall<C> launch(Slot<C> slot, OpenReason reason, @Nullable Successor<C> successor, long now) {
		slot.connectionId = this.connectionIds.incrementAndGet();
		slot.generation = this.pool.gate.generation();
		slot.doomed = null;
		OpenCall<C> call;
		try {
			call = new OpenCall<>(this, slot, reason, successor);
		}
		catch (Throwable ex) {
			// out of memory or stack; as long as the place has no call, nobody finds it
			if (successor != null) {
				successor.old().successorOf = 0;
			}
			giveBack(slot);
			this.pool.wakeBy(now);
			throw ex;
		}
		slot.call = call;
		if (this.pool.gate.isClosing() && giveUp(call)) {
			return null;
		}
		if (!this.extras.mayStart(call, this.pool.settings().maxSize(), now)) {
			call.forgetSuccessor();
			return call.withdraw() ? call : null;
		}
		try {
			call.startNow();
		}
		catch (Throwable ex) {
			if (call.withdraw()) {
				refused(call, ex);
			}
			return null;
		}
		this.pool.wakeBy(call.deadline);
		return null;
	}

	/**
	 * Leaves it at that: the pool was closed after somebody had seen it run. Who closes
	 * it changes the gate before he looks for opens, and these take their place before
	 * they look at the gate; so one of the two sees the other, and the factory is not
	 * called once the pool has ended.
	 * @return false if whoever closes the pool has given the call up already; it counts
	 * as quarantined until a thread has taken it up
	 */
	private boolean giveUp(OpenCall<C> call) {
		if (!call.abandon()) {
			return false;
		}
		call.forgetSuccessor();
		giveBack(call.slot);
		this.pool.placeFreed();
		return true;
	}

	/** A call that was withdrawn has failed. */
	private void refused(OpenCall<C> call, Throwable why) {
		try {
			call.failed(why, null);
		}
		catch (Throwable ex) {
			call.lost();
			throw ex;
		}
	}

	/** Gives the place of an open back that came to nothing. */
	private void giveBack(Slot<C> slot) {
		this.pool.table.freeOpening(slot);
		this.inFlight.decrementAndGet();
	}

	/** An open is no longer on its way. */
	private void landed(OpenCall<C> call) {
		if (call.land()) {
			this.inFlight.decrementAndGet();
		}
	}

	/** An open brought a connection. */
	void opened(OpenCall<C> call, C connection) {
		Slot<C> slot = call.slot;
		Successor<C> successor = call.successor();
		long now = this.pool.clock.nanos();
		long took = now - call.startedAt;
		try {
			PoolSettings settings = this.pool.settings();
			arrived(slot, connection);
			slot.lastUsed = now;
			slot.lastProved = now;
			slot.expires = !settings.maxLifetime().isZero();
			slot.expiresAt = now + shortened(settings.maxLifetime(), 0.1);
			slot.keepaliveNanos = shortened(settings.keepaliveInterval(), 0.2);
			this.pool.table.picker().opened(slot);
			this.room.succeeded();
			this.demand.openTook(took);
			Circuit before = this.circuit.getAndUpdate((now1) -> now1.succeeded(settings.maxSize()));
			if (before.isFailing()) {
				this.pool.log.info("recovery", "opening works again, after " + before.failures() + " failures in "
						+ TimeUnit.NANOSECONDS.toMillis(now - before.failingSince()) + " ms");
			}
			this.pool.log.debug("opened", slot.connectionId, "after " + TimeUnit.NANOSECONDS.toMillis(took) + " ms");
			if (successor != null) {
				slot.lastUsed = successor.lastUsed();
			}
			this.pool.returning.offerChecked(slot);
			if (successor != null) {
				successor.retireOld();
			}
		}
		finally {
			landed(call);
			supply();
			this.pool.wakeBy(this.pool.clock.nanos());
		}
		this.pool.notifier.opened(took);
	}

	/** Counts a connection, once. */
	private void arrived(Slot<C> slot, C connection) {
		if (slot.connection == null) {
			this.pool.counters.opened.increment();
			slot.connection = connection;
		}
	}

	/**
	 * An open came to nothing.
	 * @param dead the connection, if there is one after all: it keeps its place until it
	 * is closed. It says nothing about those that are there: a server that has no room
	 * for more hangs up on newcomers only
	 */
	void failed(OpenCall<C> call, Throwable failure, @Nullable C dead) {
		Slot<C> slot = call.slot;
		long startedAt = call.startedAt;
		long now = this.pool.clock.nanos();
		Circuit after = this.circuit
			.updateAndGet((before) -> before.failed(startedAt, now, this.demand.isAsked(now), random(), failure));
		this.pool.counters.openFailed.increment();
		landed(call);
		if (dead != null) {
			arrived(slot, dead);
			this.pool.closer.end(slot, CloseReason.DEAD_ON_ARRIVAL);
		}
		else {
			this.pool.table.freeOpening(slot);
		}
		if (!this.pool.table.isAnyLive()) {
			this.pool.queue.failAll(() -> this.pool.diagnosis.openFailed(after));
		}
		this.pool.placeFreed();
		this.pool.wakeBy(after.nextAttemptAt());
		// wherever this is: the listener and the log may take their time
		this.pool.workers.runSurely(() -> {
			this.pool.log.warn("open", "cannot open a connection (" + this.pool.diagnosis.failures(after, now) + ")",
					failure);
			this.pool.notifier.openFailed(now - startedAt, failure);
		});
	}

	private static long shortened(Duration duration, double byAtMost) {
		return (long) (Deadline.saturatedNanos(duration) * (1 - byAtMost * random()));
	}

	private static double random() {
		return ThreadLocalRandom.current().nextDouble();
	}

}
