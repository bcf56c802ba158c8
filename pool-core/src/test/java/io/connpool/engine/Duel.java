package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.Deadline;

/**
 * Two threads that do something in the same instant, again and again, each time a little
 * differently timed.
 */
final class Duel {

	/** A machine that needs longer has shown enough of its own timing. */
	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final int OVER = Integer.MAX_VALUE;

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
	 * @return how many times that was, fewer than wanted only on a busy machine
	 */
	int fight(Runnable before, Runnable here, Runnable there, Runnable after) {
		SpinThenYield wait = new SpinThenYield();
		Deadline deadline = Deadline.after(LONGEST);
		Thread other = new Thread(() -> other(there), "other");
		other.setDaemon(true);
		other.start();
		int fought = 0;
		while (fought < this.times && this.failure.get() == null && !(fought % 1_000 == 0 && deadline.isExpired())) {
			int time = ++fought;
			before.run();
			this.begun.set(time);
			spin(time * 13 % 37);
			here.run();
			wait.until(() -> this.over.get() >= time || this.failure.get() != null);
			after.run();
		}
		this.begun.set(OVER);
		if (this.failure.get() != null) {
			throw new AssertionError("the other thread failed", this.failure.get());
		}
		return fought;
	}

	private void other(Runnable there) {
		SpinThenYield wait = new SpinThenYield();
		try {
			for (int time = 1; time <= this.times; time++) {
				int now = time;
				wait.until(() -> this.begun.get() >= now);
				if (this.begun.get() == OVER) {
					return;
				}
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
