package io.connpool.engine;

import io.connpool.Lease;
import io.connpool.test.FakeConnection;

/**
 * A lease that tells its connection when its use begins and ends, so that the connection
 * can complain when two have it.
 */
final class Loan implements Lease<FakeConnection> {

	private final Lease<FakeConnection> lease;

	private final FakeConnection connection;

	private boolean left;

	Loan(Lease<FakeConnection> lease) {
		this.lease = lease;
		this.connection = lease.connection();
		this.connection.enter();
	}

	@Override
	public FakeConnection connection() {
		return this.lease.connection();
	}

	@Override
	public void invalidate(Throwable cause) {
		leave();
		this.lease.invalidate(cause);
	}

	@Override
	public void retire() {
		this.lease.retire();
	}

	@Override
	public void close() {
		leave();
		this.lease.close();
	}

	private void leave() {
		if (!this.left) {
			this.left = true;
			this.connection.leave();
		}
	}

}
