package io.connpool.benchmarks.soak;

import io.connpool.LeakReport;
import io.connpool.PoolListener;

/** Puts into the books what a pool tells of itself. */
final class StationListener implements PoolListener {

	private final Ledger ledger;

	StationListener(Ledger ledger) {
		this.ledger = ledger;
	}

	@Override
	public void onOpened(long openNanos) {
		this.ledger.attempts().succeeded();
	}

	@Override
	public void onOpenFailed(long openNanos, Throwable failure) {
		this.ledger.attempts().failed(System.nanoTime(), openNanos);
	}

	@Override
	public void onLeak(LeakReport leak) {
		this.ledger.leakReported(leak.toString());
	}

}
