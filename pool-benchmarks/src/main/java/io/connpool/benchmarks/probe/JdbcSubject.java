package io.connpool.benchmarks.probe;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.jdbc.StubDriver;

/**
 * What the pools of JDBC connections have in common. The stub driver's {@code isValid}
 * asks the backend, and keeps its timeout where the fault lets it.
 */
abstract class JdbcSubject implements Subject {

	private final DataSource source;

	JdbcSubject(DataSource source) {
		this.source = source;
	}

	@Override
	public final Object acquire() throws SQLException {
		return this.source.getConnection();
	}

	@Override
	public final Resource wire(Object held) {
		return StubDriver.resource(held);
	}

	@Override
	public final void release(Object held) throws SQLException {
		((Connection) held).close();
	}

}
