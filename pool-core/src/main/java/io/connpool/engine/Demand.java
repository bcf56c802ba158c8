package io.connpool.engine;

import java.util.concurrent.TimeUnit;

import io.connpool.PoolSettings;

/*
 * How many connections are wanted that are not there: for those in line, less those that a
 * running validation or reset will serve sooner than an open could, and for min-idle.
 *
 * A line that is served sooner than an open takes is worth no herd of opens, and a line that is
 * there to stay is worth as many as there is room for. Which of the two it is, is told by how
 * long those who waited hold a connection, and by how long there has been a line without a
 * break; the first counts at once, the second after half the time that an open takes. While
 * there is a line and somebody is served, the line alone decides: those served will be idle again.
 */
final class Demand<C> {

	private static final long ASKED_WITHIN = TimeUnit.SECONDS.toNanos(1);

	/** An open that takes less is not worth waiting for a better idea. */
	private static final long CHEAP = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long MOST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long LEAST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(5);

	private final Pool<C> pool;

	/** How long opens take, smoothed; 0 until one has succeeded. Racy, an estimate. */
	private volatile long usualOpenNanos;

	/** How long those who waited hold a connection, smoothed; 0 if unknown. Racy. */
	private volatile long usualUseNanos;

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
		this.usualOpenNanos = smoothed(this.usualOpenNanos, nanos);
	}

	/** How long opens take, smoothed; 0 if unknown. */
	long usualOpenNanos() {
		return this.usualOpenNanos;
	}

	/** How long those who waited hold a connection, smoothed; 0 if unknown. */
	long usualUseNanos() {
		return this.usualUseNanos;
	}

	/** A caller who had waited held its connection for so long. */
	void useTook(long nanos) {
		this.usualUseNanos = smoothed(this.usualUseNanos, nanos);
	}

	private static long smoothed(long usual, long nanos) {
		return Math.max(1, (usual == 0) ? nanos : (usual * 7 + nanos) / 8);
	}

	/**
	 * How many opens should be on their way now.
	 * @param flying how many are
	 */
	int wanted(Circuit circuit, int flying, long now) {
		PoolSettings settings = this.pool.settings();
		int waiting = this.pool.queue.waiting();
		if (waiting > 0 && (this.pool.hooks.validates || this.pool.hooks.resets)) {
			waiting = Math.max(0, waiting - soonBack(now));
		}
		int serving = this.pool.table.permits().staying() - flying;
		if (waiting == 0 || serving <= 0) {
			int missing = (settings.minIdle() > 0) ? Math.max(0, settings.minIdle() - idleSoon()) : 0;
			int most = (waiting > 0 && comeWhenLasted(this.usualOpenNanos, now)) ? settings.maxSize()
					: settings.openingParallelism();
			return Math.min(waiting + missing, Math.min(most, circuit.ramp()));
		}
		return Math.min(Math.min(waiting, mostForLine(waiting, serving, now)), circuit.ramp());
	}

	/**
	 * How many opens those in line are worth while others are served: opening.parallelism
	 * if they would be in line for longer than an open takes; as many as there is room
	 * for once they have been for half of that; before that a single one.
	 */
	private int mostForLine(int waiting, int serving, long now) {
		PoolSettings settings = this.pool.settings();
		long usualOpen = this.usualOpenNanos;
		if (comeWhenLasted(patience(), now)) {
			return settings.maxSize();
		}
		boolean isLong = usualOpen < CHEAP || (double) waiting * this.usualUseNanos / serving > usualOpen;
		return isLong ? settings.openingParallelism() : 1;
	}

	/**
	 * Whether there has been a line for so long, never if no open has succeeded yet; has
	 * the housekeeper come when there will have been.
	 */
	private boolean comeWhenLasted(long nanos, long now) {
		if (nanos <= 0) {
			return false;
		}
		long since = this.pool.queue.lastingSince();
		if (now - since >= nanos) {
			return true;
		}
		this.pool.wakeBy(since + nanos);
		return false;
	}

	/** How long it is worth to wait for connections to come back instead of opening. */
	private long patience() {
		return Math.min(this.usualOpenNanos / 2, MOST_PATIENCE);
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
