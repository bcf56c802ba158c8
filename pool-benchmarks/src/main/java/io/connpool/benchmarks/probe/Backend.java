package io.connpool.benchmarks.probe;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.ResourceFactory;

/**
 * A backend whose every part can be switched to a fault and back, and which counts the
 * connections as a server does. Calls that hang when a fault is switched off stay hung:
 * what is healed is the backend, not the calls that it has lost.
 */
final class Backend implements ResourceFactory {

	private final LongAdder opens = new LongAdder();

	private final AtomicInteger live = new AtomicInteger();

	private final AtomicInteger peak = new AtomicInteger();

	private volatile Fault opening = Fault.NONE;

	private volatile Fault validating = Fault.NONE;

	private volatile Fault closing = Fault.NONE;

	private volatile Fault acquired = Fault.NONE;

	private volatile Fault released = Fault.NONE;

	@Override
	public Wire open() throws Exception {
		this.opens.increment();
		this.opening.strike();
		this.peak.accumulateAndGet(this.live.incrementAndGet(), Math::max);
		return new Wire();
	}

	void opening(Fault fault) {
		this.opening = fault;
	}

	void validating(Fault fault) {
		this.validating = fault;
	}

	void closing(Fault fault) {
		this.closing = fault;
	}

	/**
	 * Switches the hook that a pool calls on every acquire.
	 * @param fault what it does
	 */
	void acquired(Fault fault) {
		this.acquired = fault;
	}

	void released(Fault fault) {
		this.released = fault;
	}

	void heal() {
		opening(Fault.NONE);
		validating(Fault.NONE);
		closing(Fault.NONE);
		acquired(Fault.NONE);
		released(Fault.NONE);
	}

	/** To be called by a subject from the hook of its pool. */
	void onAcquired() {
		strikeUnchecked(this.acquired);
	}

	/** To be called by a subject from the hook of its pool. */
	void onReleased() {
		strikeUnchecked(this.released);
	}

	long opens() {
		return this.opens.sum();
	}

	int live() {
		return this.live.get();
	}

	int peak() {
		return this.peak.get();
	}

	private static void strikeUnchecked(Fault fault) {
		try {
			fault.strike();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A connection: it is there for the server until its close has returned. */
	final class Wire implements Resource {

		private boolean closed;

		@Override
		public boolean isAlive() {
			return isAlive(0);
		}

		@Override
		public boolean isAlive(long limitMillis) {
			try {
				return Backend.this.validating.strikeWithin(limitMillis);
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				return false;
			}
		}

		@Override
		public void close() {
			try {
				strikeUnchecked(Backend.this.closing);
			}
			finally {
				end();
			}
		}

		private synchronized void end() {
			if (!this.closed) {
				this.closed = true;
				Backend.this.live.decrementAndGet();
			}
		}

	}

}
