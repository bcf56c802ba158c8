package io.connpool.engine;

import java.util.concurrent.CompletableFuture;

import io.connpool.Lease;
import io.connpool.PoolState;

/**
 * Somebody who asked a simulated pool for a connection.
 */
final class Caller {

	final int number;

	final long deadline;

	CompletableFuture<Lease<SimulatedConnection>> future;

	/** Its time was up while it was in line. */
	boolean expired;

	/** How often everything had been evicted when its turn came. */
	int generation;

	/** What the pool was when its turn came. */
	PoolState poolState;

	/** Nobody was left in line when its turn came. */
	boolean wasLast;

	Caller(int number, long deadline) {
		this.number = number;
		this.deadline = deadline;
	}

	@Override
	public String toString() {
		return "caller " + this.number;
	}

}
