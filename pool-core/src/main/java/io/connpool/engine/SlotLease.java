package io.connpool.engine;

import io.connpool.Lease;

/*
 * A lease is its slot and the word the slot had when it was issued: 24 bytes. Whether it is still
 * in force is one comparison with the slot's present word.
 */
final class SlotLease<C> implements Lease<C> {

	/** The stamp of a lease that was ended by invalidate(), whose close() is expected. */
	private static final long INVALIDATED = 0;

	private final Slot<C> slot;

	/** Written by the holder only. */
	private long stamp;

	SlotLease(Slot<C> slot, long stamp) {
		this.slot = slot;
		this.stamp = stamp;
	}

	@Override
	public C connection() {
		C connection = this.slot.connection;
		if (connection == null || this.slot.word() != this.stamp) {
			throw this.slot.pool.staleCall("connection()");
		}
		return connection;
	}

	@Override
	public void invalidate(Throwable cause) {
		long stamp = this.stamp;
		this.stamp = INVALIDATED;
		this.slot.pool.returning.invalidate(this.slot, stamp, cause);
	}

	@Override
	public void retire() {
		this.slot.pool.returning.retire(this.slot, this.stamp);
	}

	@Override
	public void close() {
		if (this.stamp != INVALIDATED) {
			this.slot.pool.returning.release(this.slot, this.stamp);
		}
	}

	@Override
	public String toString() {
		return this.slot.pool.name() + " #" + this.slot.connectionId
				+ ((this.slot.word() == this.stamp) ? " (leased)" : " (ended)");
	}

}
