package io.connpool.test;

import io.connpool.Deadline;
import io.connpool.Liveness;

/**
 * A fake factory as seen by a pool that finds no reset.
 */
final class WithoutReset extends OpenAndCloseOnly {

	WithoutReset(FakeConnectionFactory factory) {
		super(factory);
	}

	@Override
	public Liveness check(FakeConnection connection) {
		return factory().check(connection);
	}

	@Override
	public boolean validate(FakeConnection connection, Deadline deadline) {
		return factory().validate(connection, deadline);
	}

}
