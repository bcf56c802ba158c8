package io.connpool.engine;

import java.util.concurrent.TimeUnit;

import io.connpool.PoolSettings;

/*
 * How many connections are wanted that are not there: for those in line, less those that a
 * running validation or reset will serve sooner than an open could, and for min-idle. At most
 * opening.parallelism at a time, unless those in line have waited for longer than an open takes.
 */
final class Demand<C> {

	private static final long ASKED_WITHIN = TimeUnit.SECONDS.toNanos(1);

	private static final long LEAST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(5);

	private final Pool<C> pool;

	/** How long opens take, smoothed; 0 until one has succeeded. Racy, an estimate. */
	private volatile long usualOpenNanos;

	private volatile long lastAsk;

	/** Connections leased by the warm-up, which will be idle when it is over. */
	private volatile int warmingUp;

	Demand(Pool<C> pool) {
		this.pool = pool;
		this.lastAsk = pool.clock.nanos() - ASKED_WITHIN;
	}

	void warmingUp(int size) {
		this.warmingUp = size;
	}

	/** Somebody wants a connection and there is none. */
	void ask(long now) {
		this.lastAsk = now;
	}

	/** Whether anybody waits, or has asked within the last second. */
	boolean isAsked(long now) {
		return this.pool.queue.waiting() > 0 || now - this.lastAsk < ASKED_WITHIN;
	}

	void openTook(long nanos) {
		long usual = this.usualOpenNanos;
		this.usualOpenNanos = Math.max(1, (usual == 0) ? nanos : (usual * 7 + nanos) / 8);
	}

	/**
	 * How many opens should be on their way now.
	 */
	int wanted(Circuit circuit, long now) {
		PoolSettings settings = this.pool.settings();
		int wanted = this.pool.queue.waiting();
		if (wanted > 0 && (this.pool.hooks.validates || this.pool.hooks.resets)) {
			wanted = Math.max(0, wanted - soonBack(now));
		}
		if (settings.minIdle() > 0) {
			wanted += Math.max(0, settings.minIdle() - idleSoon());
		}
		if (wanted == 0) {
			return 0;
		}
		int most = settings.openingParallelism();
		long usual = this.usualOpenNanos;
		if (usual > 0 && wanted > most && this.pool.queue.oldestWait(now) > usual) {
			most = Math.max(most, settings.maxSize());
		}
		return Math.min(wanted, Math.min(most, circuit.ramp()));
	}

	/** Idle connections, and those that will be after their validation or reset. */
	private int idleSoon() {
		SlotTable<C> table = this.pool.table;
		int busy = table.count(SlotState.CHECKING) + table.count(SlotState.RESETTING);
		return this.warmingUp + table.count(SlotState.IDLE) + Math.max(0, busy - this.pool.queue.waiting());
	}

	/**
	 * How many connections are being validated or reset and will probably serve the line
	 * before a new one could: those that have been at it for less than an open takes.
	 */
	private int soonBack(long now) {
		long patience = Math.max(this.usualOpenNanos, LEAST_PATIENCE);
		int soon = 0;
		for (Slot<C> slot : this.pool.table.slots()) {
			int state = slot.state();
			BoundedCall call = slot.call;
			if ((state == SlotState.CHECKING || state == SlotState.RESETTING) && call != null) {
				long left = call.startedAt + patience - now;
				if (left > 0) {
					soon++;
					this.pool.wakeBy(now + left);
				}
			}
		}
		return soon;
	}

}
