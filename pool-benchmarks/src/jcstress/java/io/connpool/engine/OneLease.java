package io.connpool.engine;

import io.connpool.Lease;

/**
 * A pool of which one connection is out; the state that a test begins with.
 */
abstract class OneLease {

	final StressRig rig;

	final Lease<Wire> lease;

	OneLease(StressRig rig) {
		this.rig = rig;
		this.lease = rig.lease();
	}

	OneLease() {
		this(new StressRig());
	}

	/** Closes the lease, a moment later or sooner than in the last round. */
	final void close() {
		this.rig.stagger();
		this.lease.close();
	}

	/** Says whether the next caller is lent what is idle. */
	final String next() {
		return (this.rig.pool.tryAcquire() != null) ? "lent" : "not lent";
	}

}
