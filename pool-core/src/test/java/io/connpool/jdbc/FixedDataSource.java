package io.connpool.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * Gives the same connection every time.
 */
final class FixedDataSource implements DataSource {

	private final Connection connection;

	FixedDataSource(Connection connection) {
		this.connection = connection;
	}

	@Override
	public Connection getConnection() {
		return this.connection;
	}

	@Override
	public Connection getConnection(String username, String password) {
		throw new UnsupportedOperationException();
	}

	@Override
	public PrintWriter getLogWriter() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setLogWriter(PrintWriter out) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setLoginTimeout(int seconds) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int getLoginTimeout() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Logger getParentLogger() {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T unwrap(Class<T> type) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return false;
	}

}
