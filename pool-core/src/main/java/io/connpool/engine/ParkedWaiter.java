package io.connpool.engine;

import java.util.concurrent.locks.LockSupport;

import io.connpool.NanoClock;

/**
 * A thread that is parked until it is served.
 */
final class ParkedWaiter<C> extends Waiter<C> {

	private final Thread thread = Thread.currentThread();

	ParkedWaiter(long enqueuedAt, long deadline) {
		super(enqueuedAt, deadline);
	}

	@Override
	void signal() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * Parks until the outcome is decided.
	 * @return true if it is; false if time was up and this waiter left the line
	 * @throws InterruptedException if interrupted, having left the line
	 */
	boolean await(NanoClock clock) throws InterruptedException {
		while (!isDone()) {
			if (Thread.interrupted()) {
				if (leave()) {
					throw new InterruptedException();
				}
				// served in the same instant: keep both, the connection and the interrupt
				this.thread.interrupt();
				return true;
			}
			long remaining = this.deadline - clock.nanos();
			if (remaining <= 0) {
				return !leave();
			}
			LockSupport.parkNanos(this, remaining);
		}
		return true;
	}

}
