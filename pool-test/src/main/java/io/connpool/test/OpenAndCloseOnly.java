package io.connpool.test;

import io.connpool.ConnectionFactory;
import io.connpool.OpenRequest;

/**
 * A fake factory as seen by a pool that finds neither check nor validate nor reset.
 */
class OpenAndCloseOnly implements ConnectionFactory<FakeConnection> {

	private final FakeConnectionFactory factory;

	OpenAndCloseOnly(FakeConnectionFactory factory) {
		this.factory = factory;
	}

	final FakeConnectionFactory factory() {
		return this.factory;
	}

	@Override
	public final FakeConnection open(OpenRequest request) {
		return this.factory.open(request);
	}

	@Override
	public final boolean isReusableAfter(FakeConnection connection, Throwable failure) {
		return this.factory.isReusableAfter(connection, failure);
	}

	@Override
	public final void close(FakeConnection connection) {
		this.factory.close(connection);
	}

	@Override
	public final void abort(FakeConnection connection) {
		this.factory.abort(connection);
	}

	@Override
	public final String toString() {
		return getClass().getSimpleName() + " of " + this.factory;
	}

}
