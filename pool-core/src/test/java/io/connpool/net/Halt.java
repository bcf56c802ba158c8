package io.connpool.net;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The byte of an exchange at which its caller gives up, and how. The caller's thread, the
 * peer's and the test's meet here.
 */
final class Halt {

	private static final long PATIENCE_SECONDS = 30;

	private final Side side;

	private final int at;

	private final Deed deed;

	private final CountDownLatch arrived = new CountDownLatch(1);

	private final CountDownLatch tail = new CountDownLatch(1);

	private final CountDownLatch ended = new CountDownLatch(1);

	/**
	 * Creates a halt.
	 * @param side what is on its way
	 * @param at how many bytes of it have been passed on
	 * @param deed what the caller does then
	 */
	Halt(Side side, int at, Deed deed) {
		this.side = side;
		this.at = at;
		this.deed = deed;
	}

	boolean isOf(Side side) {
		return this.side == side;
	}

	int at() {
		return this.at;
	}

	/** How many bytes of the reply the peer sends at once. */
	int sentAtOnce() {
		return (this.side == Side.REPLY) ? this.at : 0;
	}

	/**
	 * The caller's thread is there.
	 * @param last whether it is the last byte
	 */
	void reached(boolean last) {
		this.arrived.countDown();
		switch (this.deed) {
			case FAIL -> throw new CallerFailure();
			case INTERRUPT, CANCEL -> {
				// elsewhere it waits for the peer
				if (this.side == Side.REQUEST || last) {
					awaitInterrupt();
				}
			}
			case TIME_OUT -> {
				if (this.side == Side.REQUEST && !last) {
					awaitEnd();
				}
			}
		}
	}

	private static void awaitInterrupt() {
		for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
			if (i > TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)) {
				throw new AssertionError("not interrupted");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	/** Waits for the caller. */
	void awaitArrival() {
		await(this.arrived);
	}

	/** Lets the peer send what it kept back. */
	void sendTail() {
		this.tail.countDown();
	}

	/** Waits, as the peer, until the rest may be sent. */
	void awaitTail() {
		await(this.tail);
	}

	/** The peer has seen the end of the connection. */
	void end() {
		this.ended.countDown();
	}

	/** Waits until the peer has seen the end of the connection. */
	void awaitEnd() {
		await(this.ended);
	}

	private void await(CountDownLatch latch) {
		try {
			if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError(this + ": nobody came");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.deed + " at byte " + this.at + " of the " + this.side;
	}

	/** What is on its way. */
	enum Side {

		REQUEST, REPLY

	}

	/** How a caller gives up. */
	enum Deed {

		/** It throws. */
		FAIL,

		/** Its thread is interrupted. */
		INTERRUPT,

		/** The future of its task is cancelled. */
		CANCEL,

		/** Its time is over. */
		TIME_OUT

	}

	/** A failure of the caller's own. */
	static final class CallerFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		CallerFailure() {
			super("on purpose");
		}

	}

}
