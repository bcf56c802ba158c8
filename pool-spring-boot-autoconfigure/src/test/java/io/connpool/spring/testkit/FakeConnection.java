package io.connpool.spring.testkit;

/**
 * A connection that leads nowhere.
 */
public final class FakeConnection implements AutoCloseable {

	private final FakeConnectionFactory factory;

	FakeConnection(FakeConnectionFactory factory) {
		this.factory = factory;
	}

	@Override
	public void close() {
		this.factory.live().decrementAndGet();
	}

}
