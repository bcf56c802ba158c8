package io.connpool.benchmarks.soak;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** Asks, thinks, asks again, until it is told to go. */
final class Borrower implements Runnable {

	/** For how long an interrupt may be what a failure comes from. */
	private static final long INTERRUPT_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** By then all have come; not at once, since a JVM that just started is slow. */
	private static final long ARRIVAL_MILLIS = TimeUnit.SECONDS.toMillis(5);

	private final int id;

	private final Station station;

	private final Crowd crowd;

	private final SplittableRandom random;

	private volatile @Nullable Thread thread;

	private volatile long interruptedAt = System.nanoTime() - INTERRUPT_NANOS;

	private long nonce;

	Borrower(int id, Station station, Crowd crowd, long seed) {
		this.id = id;
		this.station = station;
		this.crowd = crowd;
		this.random = new SplittableRandom(seed + id);
	}

	Station station() {
		return this.station;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			pause(this.random.nextLong(ARRIVAL_MILLIS));
			while (!this.crowd.isOver()) {
				exchange();
				think();
			}
		}
		finally {
			this.thread = null;
			this.crowd.left();
		}
	}

	private void exchange() {
		Ledger ledger = this.station.ledger();
		Call call = new Call(new Tag(this.station.id(), this.id, ++this.nonce), this.station.target().trouble());
		try {
			this.station.caller().call(Way.of(this.nonce + this.id), call);
			ledger.succeeded(call);
		}
		catch (Throwable ex) {
			ledger.failed(call, ex, System.nanoTime() - this.interruptedAt < INTERRUPT_NANOS);
		}
		finally {
			Thread.interrupted(); // so that the next exchange begins without
		}
	}

	/** For no time at all, for twice the mean, or for anything in between. */
	private void think() {
		pause(this.random.nextLong(2 * this.crowd.thinkMillis() + 1));
	}

	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			// then it has paused for long enough
		}
	}

	/** Interrupts it, whatever it is doing. */
	void interrupt() {
		Thread running = this.thread;
		if (running != null) {
			this.interruptedAt = System.nanoTime();
			running.interrupt();
		}
	}

	@Override
	public String toString() {
		return "borrower " + this.id + " of " + this.station;
	}

}
