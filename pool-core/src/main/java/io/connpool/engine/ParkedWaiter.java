package io.connpool.engine;

import java.util.concurrent.locks.LockSupport;

import io.connpool.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is parked until it is served.
 */
final class ParkedWaiter<C> extends Waiter<C> {

	private final Thread thread = Thread.currentThread();

	/** What came of its being called; see {@link Passing}. */
	volatile Call call = Call.COMING;

	/** Whether it has looked for something idle; its own thread only. */
	boolean hasLooked;

	ParkedWaiter(long enqueuedAt, long deadline) {
		super(enqueuedAt, deadline);
	}

	/** Wakes the thread to look for something idle itself. */
	void come() {
		LockSupport.unpark(this.thread);
	}

	@Override
	void signal() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * Parks until the outcome is decided.
	 * @param yields how often to let other threads run first, who may be about to give
	 * back what they hold
	 * @return true if it is; false if time was up and this waiter left the line
	 * @throws InterruptedException if interrupted, having left the line
	 */
	boolean await(NanoClock clock, @Nullable Passing<C> passing, int yields) throws InterruptedException {
		int yielded = 0;
		while (!isDone()) {
			if (Thread.interrupted()) {
				if (leave()) {
					throw new InterruptedException();
				}
				// served in the same instant: keep both, the connection and the interrupt
				Thread.currentThread().interrupt();
				return true;
			}
			long remaining = this.deadline - clock.nanos();
			if (remaining <= 0) {
				return !leave();
			}
			if (passing != null) {
				remaining = Math.min(remaining, passing.look(this));
			}
			if (yielded < yields) {
				yielded++;
				Thread.yield();
			}
			else if (!isDone()) {
				LockSupport.parkNanos(this, remaining);
			}
		}
		return true;
	}

	/** How it stands with a waiter that was called. */
	enum Call {

		/** It will look for something idle. */
		COMING,

		/** It does so now, which may run a check of the user's. */
		LOOKING,

		/** It found nothing twice; the next connection to come back is handed to it. */
		OWED

	}

}
