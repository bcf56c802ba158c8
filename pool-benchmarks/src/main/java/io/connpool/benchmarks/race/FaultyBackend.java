package io.connpool.benchmarks.race;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.ResourceFactory;

/**
 * A backend that goes down and comes back. Going down ends every connection there is;
 * while it is down it refuses new ones at once, or lets them hang until it is back.
 */
final class FaultyBackend implements ResourceFactory {

	private static final double OPEN_MILLIS = 1;

	private final Fault fault;

	private final CountDownLatch back = new CountDownLatch(1);

	private final LongAdder opens = new LongAdder();

	private volatile boolean down;

	// Those of an earlier life are dead. Written by the main thread alone.
	private volatile int life;

	FaultyBackend(Fault fault) {
		this.fault = fault;
	}

	@Override
	public Connection open() throws Exception {
		this.opens.increment();
		refuseOrHang();
		Pause.millis(OPEN_MILLIS);
		refuseOrHang();
		return new Connection(this.life);
	}

	private void refuseOrHang() throws Exception {
		if (this.down) {
			if (this.fault == Fault.REFUSES) {
				throw new Refusal();
			}
			this.back.await();
		}
	}

	void goDown() {
		this.down = true;
		this.life = 1;
	}

	void comeBack() {
		this.down = false;
		this.back.countDown();
	}

	boolean isDown() {
		return this.down;
	}

	long opens() {
		return this.opens.sum();
	}

	/** How the backend fails. */
	enum Fault {

		/** It refuses connections. */
		REFUSES,

		/** It lets those hang who want to connect. */
		HANGS

	}

	/** What a caller should find among the causes. */
	static final class Refusal extends ConnectException {

		Refusal() {
			super("Connection refused");
		}

		static boolean isBehind(Throwable failure) {
			Throwable cause = failure;
			// A chain may be a ring.
			for (int depth = 0; cause != null && depth < 20; depth++) {
				if (cause instanceof Refusal) {
					return true;
				}
				cause = cause.getCause();
			}
			return false;
		}

	}

	/** A connection that dies with the backend. */
	final class Connection implements Resource {

		private final int lived;

		Connection(int lived) {
			this.lived = lived;
		}

		@Override
		public boolean isAlive() {
			return this.lived == FaultyBackend.this.life && !FaultyBackend.this.down;
		}

		void use(double millis) throws IOException {
			if (isAlive()) {
				Pause.millis(millis);
			}
			if (!isAlive()) {
				throw new IOException("Connection reset");
			}
		}

	}

}
