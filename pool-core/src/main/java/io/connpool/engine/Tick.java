package io.connpool.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

import io.connpool.NanoClock;

/*
 * Coarse time: dates leases and idle connections without reading the clock, which would cost
 * more than the rest of an acquire. The housekeeper advances it while leases are out; when none
 * has been for a pass it stops the tick, and the next acquire reads the clock once, starts it
 * again and wakes the housekeeper.
 *
 * That no lease goes undated follows Dekker: an acquirer claims a slot (full fence), then reads
 * the tick; the housekeeper stops the tick (full fence), then looks for claimed slots once more.
 */
final class Tick {

	/** How coarse it is. */
	static final long RESOLUTION = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long STOPPED = Long.MIN_VALUE;

	private static final VarHandle NOW;

	static {
		try {
			NOW = MethodHandles.lookup().findVarHandle(Tick.class, "now", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final NanoClock clock;

	private final Runnable onStart;

	@SuppressWarnings("unused") // through NOW
	private volatile long now = STOPPED;

	Tick(NanoClock clock, Runnable onStart) {
		this.clock = clock;
		this.onStart = onStart;
	}

	long now() {
		long now = this.now;
		return (now != STOPPED) ? now : start();
	}

	/** Has the housekeeper come as long as something is out, as {@link #now} does. */
	void ensureRunning() {
		if (this.now == STOPPED) {
			start();
		}
	}

	/** Moves on; the housekeeper only. */
	void advance(long now) {
		this.now = now;
	}

	void stop() {
		this.now = STOPPED;
	}

	boolean isStopped() {
		return this.now == STOPPED;
	}

	private long start() {
		long now = this.clock.nanos();
		if (NOW.compareAndSet(this, STOPPED, now)) {
			try {
				this.onStart.run();
			}
			catch (Throwable ex) {
				// nobody would advance it, and nobody else start it
				stop();
				throw ex;
			}
		}
		return now;
	}

}
