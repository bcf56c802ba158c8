package io.connpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What a user of a JDBC connection can change and the next user must not inherit.
 * Auto-commit is not among them because it is always restored.
 */
public enum SessionProperty {

	/** {@link Connection#setReadOnly}. */
	READ_ONLY(Connection::isReadOnly, (connection, value) -> connection.setReadOnly((Boolean) value)),

	/** {@link Connection#setTransactionIsolation}. */
	ISOLATION(Connection::getTransactionIsolation,
			(connection, value) -> connection.setTransactionIsolation((Integer) value)),

	/** {@link Connection#setCatalog}. */
	CATALOG(Connection::getCatalog, (connection, value) -> connection.setCatalog((String) value)),

	/** {@link Connection#setSchema}. */
	SCHEMA(Connection::getSchema, (connection, value) -> connection.setSchema((String) value)),

	/** {@link Connection#setHoldability}. */
	HOLDABILITY(Connection::getHoldability, (connection, value) -> connection.setHoldability((Integer) value)),

	/** {@link Connection#setNetworkTimeout}. */
	NETWORK_TIMEOUT(Connection::getNetworkTimeout,
			(connection, value) -> connection.setNetworkTimeout(Runnable::run, (Integer) value));

	private final Getter getter;

	private final Setter setter;

	SessionProperty(Getter getter, Setter setter) {
		this.getter = getter;
		this.setter = setter;
	}

	@Nullable Object read(Connection connection) throws SQLException {
		return this.getter.get(connection);
	}

	void write(Connection connection, Object value) throws SQLException {
		this.setter.set(connection, value);
	}

	private interface Getter {

		@Nullable Object get(Connection connection) throws SQLException;

	}

	private interface Setter {

		void set(Connection connection, Object value) throws SQLException;

	}

}
