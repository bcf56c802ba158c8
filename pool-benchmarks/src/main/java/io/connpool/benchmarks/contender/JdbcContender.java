package io.connpool.benchmarks.contender;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.connpool.benchmarks.contender.jdbc.StubDriver;

/**
 * What the pools of JDBC connections have in common: the standard way in and out.
 */
abstract class JdbcContender implements Contender {

	private final String url;

	private final DataSource source;

	/**
	 * Takes the pool over.
	 * @param url of the stub driver, forgotten when the pool is closed
	 * @param source the pool
	 */
	JdbcContender(String url, DataSource source) {
		this.url = url;
		this.source = source;
	}

	@Override
	public final Object acquire() throws SQLException {
		return this.source.getConnection();
	}

	@Override
	public final Resource resource(Object held) {
		return StubDriver.resource(held);
	}

	@Override
	public final Object connection(Object held) {
		return held;
	}

	@Override
	public final void release(Object held) throws SQLException {
		((Connection) held).close();
	}

	@Override
	public final void close() {
		closePool();
		StubDriver.forget(this.url);
	}

	abstract void closePool();

}
