package io.connpool.engine;

import io.connpool.Lease;

/**
 * A lease and the connection it is for, or was.
 */
final class Holding {

	final Lease<SimulatedConnection> lease;

	final SimulatedConnection connection;

	/** It was ended by invalidate, after which a close is expected. */
	boolean invalidated;

	Holding(Lease<SimulatedConnection> lease) {
		this.lease = lease;
		this.connection = lease.connection();
	}

	/** Whether it refuses to give the connection. */
	boolean isRefused() {
		try {
			this.lease.connection();
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	/**
	 * Whether it was given back or taken away; other than with a call, nobody counts this
	 * look.
	 */
	boolean hasEnded() {
		return this.lease.toString().endsWith("(ended)");
	}

	@Override
	public String toString() {
		return this.lease.toString();
	}

}
