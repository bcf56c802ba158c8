package io.connpool.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Two threads that do something in the same instant, again and again, each time a little
 * differently timed.
 */
final class Duel {

	/** Which time it is; for the other thread to begin. */
	private final AtomicInteger begun = new AtomicInteger();

	/** Which time the other thread has ended. */
	private final AtomicInteger over = new AtomicInteger();

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private final int times;

	Duel(int times) {
		this.times = times;
	}

	/**
	 * Fights.
	 * @param before done each time while only this thread runs
	 * @param here done on this thread
	 * @param there done on the other thread in the same instant
	 * @param after done each time when both have ended
	 */
	void fight(Runnable before, Runnable here, Runnable there, Runnable after) {
		SpinThenYield wait = new SpinThenYield();
		Thread other = new Thread(() -> other(there), "other");
		other.setDaemon(true);
		other.start();
		for (int time = 1; time <= this.times && this.failure.get() == null; time++) {
			before.run();
			this.begun.set(time);
			spin(time * 13 % 37);
			here.run();
			int now = time;
			wait.until(() -> this.over.get() >= now || this.failure.get() != null);
			after.run();
		}
		if (this.failure.get() != null) {
			throw new AssertionError("the other thread failed", this.failure.get());
		}
	}

	private void other(Runnable there) {
		SpinThenYield wait = new SpinThenYield();
		try {
			for (int time = 1; time <= this.times; time++) {
				int now = time;
				wait.until(() -> this.begun.get() >= now);
				spin(time * 7 % 31);
				there.run();
				this.over.set(time);
			}
		}
		catch (Throwable ex) {
			this.failure.set(ex);
		}
	}

	private static void spin(int times) {
		for (int i = 0; i < times; i++) {
			Thread.onSpinWait();
		}
	}

}
