package io.connpool.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 */
final class Opener<C> {

	private final Pool<C> pool;

	private final Demand<C> demand;

	private final AtomicReference<Circuit> circuit = new AtomicReference<>(Circuit.healthy());

	/** Opens on their way; those given up do not count. */
	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicLong connectionIds = new AtomicLong();

	/** Hanging opens given up for a probe since the last success. Racy, an estimate. */
	private volatile int givenUpInARow;

	Opener(Pool<C> pool) {
		this.pool = pool;
		this.demand = new Demand<>(pool);
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
			int flying = this.inFlight.get();
			if (!this.pool.table.permits().isFree() || flying >= this.demand.wanted(circuit, flying, now)) {
				return;
			}
			if (!this.inFlight.compareAndSet(flying, flying + 1)) {
				continue;
			}
			Slot<C> slot = this.pool.table.takePlace();
			if (slot != null) {
				launch(slot, (this.pool.queue.waiting() > 0) ? OpenReason.DEMAND : OpenReason.MIN_IDLE, null, now);
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
		Circuit circuit = circuit();
		if (!circuit.isFailing()) {
			return Long.MAX_VALUE;
		}
		long left = circuit.untilNextAttempt(now);
		return (left > 0) ? left : Tick.RESOLUTION;
	}

	/**
	 * Opens the connection that will take the place of one at the end of its lifetime.
	 * @return false if no place is free
	 */
	boolean replace(Slot<C> old) {
		Slot<C> slot = this.pool.table.takePlace();
		if (slot == null) {
			return false;
		}
		this.inFlight.incrementAndGet();
		old.successorOf = old.connectionId;
		launch(slot, OpenReason.REPLACEMENT, new Successor<>(old), this.pool.clock.nanos());
		return true;
	}

	/**
	 * Starts a probe if one is due.
	 * @return false if another thread changed the circuit and it must be looked at again
	 */
	private boolean probe(Circuit circuit, long now) {
		if (circuit.untilNextAttempt(now) > 0 || !hasRoomForProbe(now)) {
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
			launch(slot, OpenReason.PROBE, null, now);
		}
		this.pool.wakeBy(attempted.nextAttemptAt());
		return true;
	}

	/**
	 * Whether one more may be tried. If all that may be in flight hang, the one that has
	 * hung longest is given up after a second; twice as long after each in a row, so that
	 * a backend that is merely slow is not kept from ever answering.
	 */
	private boolean hasRoomForProbe(long now) {
		if (this.inFlight.get() < this.pool.settings().openingParallelism() && this.pool.table.permits().isFree()) {
			return true;
		}
		SlotCall<?> oldest = oldestOpen();
		if (oldest == null || now - oldest.startedAt < Circuit.CAP_ASKED << Math.min(10, this.givenUpInARow)) {
			return false;
		}
		this.givenUpInARow++;
		return oldest.giveUp();
	}

	private void launch(Slot<C> slot, OpenReason reason, @Nullable Successor<C> successor, long now) {
		slot.connectionId = this.connectionIds.incrementAndGet();
		slot.generation = this.pool.gate.generation();
		slot.doomed = null;
		OpenCall call = new OpenCall(slot, reason, successor);
		slot.call = call;
		Throwable failure = null;
		if (this.pool.quarantine.isFull()) {
			failure = new IllegalStateException("max-quarantined (" + this.pool.quarantine.cap()
					+ ") calls overran their limit and still run; no connection is opened until one ends");
		}
		else {
			try {
				call.startNow();
			}
			catch (Throwable ex) {
				failure = ex;
			}
		}
		if (failure == null) {
			this.pool.wakeBy(call.deadline);
		}
		else if (call.abandon()) {
			call.forgetSuccessor();
			failed(slot, now, failure, null);
		}
	}

	private void opened(Slot<C> slot, C connection, long startedAt, @Nullable Successor<C> successor) {
		long now = this.pool.clock.nanos();
		try {
			long took = now - startedAt;
			PoolSettings settings = this.pool.settings();
			slot.connection = connection;
			slot.lastUsed = now;
			slot.lastProved = now;
			slot.expires = !settings.maxLifetime().isZero();
			slot.expiresAt = now + shortened(settings.maxLifetime(), 0.1);
			slot.keepaliveNanos = shortened(settings.keepaliveInterval(), 0.2);
			this.pool.table.picker().opened(slot);
			this.givenUpInARow = 0;
			this.demand.openTook(took);
			Circuit before = this.circuit.getAndUpdate((now1) -> now1.succeeded(settings.maxSize()));
			if (before.isFailing()) {
				this.pool.log.info("recovery", "opening works again, after " + before.failures() + " failures in "
						+ TimeUnit.NANOSECONDS.toMillis(now - before.failingSince()) + " ms");
			}
			this.pool.counters.opened.increment();
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
			this.inFlight.decrementAndGet();
			supply();
			this.pool.wakeBy(this.pool.clock.nanos());
		}
		this.pool.notifier.opened(now - startedAt);
	}

	/**
	 * An open came to nothing.
	 * @param dead the connection, if there is one after all: it keeps its place until it
	 * is closed. It says nothing about those that are there: a server that has no room
	 * for more hangs up on newcomers only
	 */
	private void failed(Slot<C> slot, long startedAt, Throwable failure, @Nullable C dead) {
		long now = this.pool.clock.nanos();
		Circuit after = this.circuit
			.updateAndGet((before) -> before.failed(startedAt, now, this.demand.isAsked(now), random(), failure));
		this.pool.counters.openFailed.increment();
		if (dead != null) {
			slot.connection = dead;
			this.pool.counters.opened.increment();
			this.pool.closer.end(slot, CloseReason.DEAD_ON_ARRIVAL);
		}
		else {
			this.pool.table.freeOpening(slot);
		}
		this.inFlight.decrementAndGet();
		if (!this.pool.table.isAnyLive()) {
			this.pool.queue.failAll(() -> this.pool.diagnosis.openFailed(after));
		}
		this.pool.placeFreed();
		this.pool.wakeBy(after.nextAttemptAt());
		// wherever this is: the listener and the log may take their time
		this.pool.workers.runSurely(() -> {
			this.pool.log.warn("open", "cannot open a connection (" + Diagnosis.failures(after, now) + ")", failure);
			this.pool.notifier.openFailed(now - startedAt, failure);
		});
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

	private static long shortened(Duration duration, double byAtMost) {
		return (long) (Deadline.saturatedNanos(duration) * (1 - byAtMost * random()));
	}

	private static double random() {
		return ThreadLocalRandom.current().nextDouble();
	}

	private final class OpenCall extends SlotCall<C> {

		private final OpenReason reason;

		private final @Nullable Successor<C> successor;

		private @Nullable C connection;

		/** Why the connection is of no use, if it is not. */
		private @Nullable Throwable deadOnArrival;

		OpenCall(Slot<C> slot, OpenReason reason, @Nullable Successor<C> successor) {
			super("open", slot, slot.pool.settings().openTimeout());
			this.reason = reason;
			this.successor = successor;
		}

		@Override
		void call() throws Throwable {
			C opened = this.pool.openNew(this.slot, this.reason, circuit().failures() + 1, remaining());
			// before the check, which may hang: what comes late is closed
			this.connection = opened;
			this.deadOnArrival = this.pool.hooks.deadOnArrival(opened);
		}

		@Override
		void ended(@Nullable Throwable failure) {
			C opened = this.connection;
			Throwable why = (failure != null) ? failure : this.deadOnArrival;
			if (opened != null && why == null) {
				opened(this.slot, opened, this.startedAt, this.successor);
			}
			else {
				forgetSuccessor();
				failed(this.slot, this.startedAt,
						(why != null) ? why : new IllegalStateException("bug: neither opened nor failed"), opened);
			}
		}

		@Override
		void overran() {
			forgetSuccessor();
			long after = TimeUnit.NANOSECONDS.toMillis(elapsed());
			failed(this.slot, this.startedAt, new TimeoutException("not opened within " + after + " ms (open-timeout "
					+ this.pool.settings().openTimeout().toMillis() + " ms), given up"), null);
		}

		/** Another may be tried for the same old connection. */
		private void forgetSuccessor() {
			if (this.successor != null) {
				this.successor.old().successorOf = 0;
			}
		}

		@Override
		void endedLate(@Nullable Throwable failure) {
			C late = this.connection;
			if (late != null) {
				this.pool.closer.closeLate(late);
			}
			leaveQuarantine();
		}

	}

	/** The old connection whose place a new one takes. */
	private record Successor<C>(Slot<C> old, long oldId, long lastUsed) {

		Successor(Slot<C> old) {
			this(old, old.connectionId, old.lastUsed);
		}

		void retireOld() {
			if (this.old.connectionId == this.oldId) {
				this.old.pool.expire(this.old);
			}
		}

	}

}
