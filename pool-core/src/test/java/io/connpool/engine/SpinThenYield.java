package io.connpool.engine;

import java.util.function.BooleanSupplier;

/**
 * Waits for another thread without going to sleep, so that both go on in the same
 * instant. Where the other one has no processor to itself, spinning only keeps it from
 * running: who has spun in vain spins less the next time. For one thread.
 */
final class SpinThenYield {

	private static final int MOST = 2_000;

	private static final int FEWEST = 10;

	private int spins = MOST;

	void until(BooleanSupplier condition) {
		for (int i = 0; i < this.spins; i++) {
			if (condition.getAsBoolean()) {
				this.spins = Math.min(MOST, 2 * this.spins);
				return;
			}
			Thread.onSpinWait();
		}
		this.spins = Math.max(FEWEST, this.spins / 2);
		while (!condition.getAsBoolean()) {
			Thread.yield();
		}
	}

}
