package io.connpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a connection was like when it was opened, and whether a failure since has left a
 * doubt.
 */
final class Session {

	private final boolean autoCommit;

	private final Map<SessionProperty, @Nullable Object> initial;

	/** Written by whoever ends a lease, read by the thread that resets. */
	private volatile boolean doubtful;

	private Session(boolean autoCommit, Map<SessionProperty, @Nullable Object> initial) {
		this.autoCommit = autoCommit;
		this.initial = initial;
	}

	static Session read(Connection connection, Set<SessionProperty> properties) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		Map<SessionProperty, @Nullable Object> initial = new EnumMap<>(SessionProperty.class);
		for (SessionProperty property : properties) {
			try {
				initial.put(property, property.read(connection));
			}
			catch (SQLException | RuntimeException | LinkageError ex) {
				// not known to this driver; nobody can have changed it
			}
		}
		endTransaction(connection);
		return new Session(autoCommit, initial);
	}

	/**
	 * Makes the connection what it was. Nothing is written that has not changed.
	 */
	void restore(Connection connection) throws SQLException {
		endTransaction(connection);
		if (connection.getAutoCommit() != this.autoCommit) {
			connection.setAutoCommit(this.autoCommit);
		}
		for (Map.Entry<SessionProperty, @Nullable Object> entry : this.initial.entrySet()) {
			restore(connection, entry.getKey(), entry.getValue());
		}
		// reading a property may have begun a transaction
		endTransaction(connection);
		connection.clearWarnings();
	}

	private static void restore(Connection connection, SessionProperty property, @Nullable Object initial)
			throws SQLException {
		if (Objects.equals(property.read(connection), initial)) {
			return;
		}
		if (initial == null) {
			throw new SQLNonTransientConnectionException(property + " was set and cannot be unset");
		}
		property.write(connection, initial);
	}

	private static void endTransaction(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.rollback();
		}
	}

	void raiseDoubt() {
		this.doubtful = true;
	}

	boolean isDoubtful() {
		return this.doubtful;
	}

	void clearDoubt() {
		this.doubtful = false;
	}

}
