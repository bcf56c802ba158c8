package io.connpool.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where a hook hangs: the first who comes, whatever interrupts it, until it is let go.
 */
final class Hang {

	private static final long PATIENCE_SECONDS = 20;

	private final AtomicBoolean taken = new AtomicBoolean();

	private final CountDownLatch arrived = new CountDownLatch(1);

	private final CountDownLatch goOn = new CountDownLatch(1);

	private volatile boolean held;

	/** Hangs, if nobody has before. */
	void once() {
		if (!this.taken.compareAndSet(false, true)) {
			return;
		}
		this.held = true;
		this.arrived.countDown();
		boolean interrupted = false;
		while (this.goOn.getCount() > 0) {
			try {
				this.goOn.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		this.held = false;
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** Waits until somebody hangs. */
	void awaitArrival() {
		try {
			if (!this.arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("nobody came");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Whether somebody hangs. */
	boolean isHeld() {
		return this.held;
	}

	void letGo() {
		this.goOn.countDown();
	}

}
