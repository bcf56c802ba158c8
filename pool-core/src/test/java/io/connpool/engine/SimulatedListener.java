package io.connpool.engine;

import io.connpool.CloseReason;
import io.connpool.PoolListener;
import io.connpool.PoolStats;

/**
 * Counts what it is told, and throws every time if it is a bad one.
 */
final class SimulatedListener implements PoolListener {

	private final Timing timing;

	private final boolean bad;

	private long acquired;

	private long opened;

	private long openFailed;

	private long closed;

	private long timedOut;

	SimulatedListener(Timing timing, boolean bad) {
		this.timing = timing;
		this.bad = bad;
	}

	/** Whether it was told all that the pool has counted. */
	boolean knowsAll(PoolStats stats) {
		return this.acquired == stats.acquired() && this.opened == stats.opened() && this.closed == stats.closedTotal()
				&& this.openFailed == stats.openFailed() && this.timedOut == stats.timedOut();
	}

	@Override
	public Timing timing() {
		return this.timing;
	}

	@Override
	public void onAcquired(long waitNanos) {
		this.acquired++;
		beBad();
	}

	@Override
	public void onReleased(long heldNanos) {
		beBad();
	}

	@Override
	public void onOpened(long openNanos) {
		this.opened++;
		beBad();
	}

	@Override
	public void onOpenFailed(long openNanos, Throwable failure) {
		this.openFailed++;
		beBad();
	}

	@Override
	public void onValidated(boolean valid, long validationNanos) {
		beBad();
	}

	@Override
	public void onClosed(CloseReason reason) {
		boolean untold = reason == CloseReason.LATE || reason == CloseReason.DEAD_ON_ARRIVAL;
		this.opened += untold ? 1 : 0;
		this.closed++;
		beBad();
	}

	@Override
	public void onTimeout(long waitNanos) {
		this.timedOut++;
		beBad();
	}

	private void beBad() {
		if (this.bad) {
			throw new StackOverflowError("simulated");
		}
	}

	@Override
	public String toString() {
		return "listener[acquired=" + this.acquired + " opened=" + this.opened + " openFailed=" + this.openFailed
				+ " closed=" + this.closed + " timedOut=" + this.timedOut + "]";
	}

}
