package io.connpool.benchmarks.contender.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.concurrent.Executor;

import io.connpool.benchmarks.contender.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A connection to nothing but a {@link Resource}; every answer costs one field access at
 * most, so that what is measured is the pool around it.
 */
public final class StubConnection extends StatementlessConnection {

	private final Resource resource;

	private boolean autoCommit = true;

	private boolean readOnly;

	private int isolation = Connection.TRANSACTION_READ_COMMITTED;

	private @Nullable String catalog;

	private @Nullable String schema;

	private int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;

	private int networkTimeout;

	private volatile boolean closed;

	StubConnection(Resource resource) {
		this.resource = resource;
	}

	/**
	 * Returns what the connection leads to.
	 * @return the resource
	 */
	public Resource resource() {
		return this.resource;
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.resource.close();
		}
	}

	@Override
	public void abort(Executor executor) {
		close();
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public boolean isValid(int timeout) {
		return !this.closed && this.resource.isAlive(1_000L * timeout);
	}

	@Override
	public void setAutoCommit(boolean autoCommit) {
		this.autoCommit = autoCommit;
	}

	@Override
	public boolean getAutoCommit() {
		return this.autoCommit;
	}

	@Override
	public void commit() {
	}

	@Override
	public void rollback() {
	}

	@Override
	public void setReadOnly(boolean readOnly) {
		this.readOnly = readOnly;
	}

	@Override
	public boolean isReadOnly() {
		return this.readOnly;
	}

	@Override
	public void setTransactionIsolation(int level) {
		this.isolation = level;
	}

	@Override
	public int getTransactionIsolation() {
		return this.isolation;
	}

	@Override
	public void setCatalog(String catalog) {
		this.catalog = catalog;
	}

	@Override
	public @Nullable String getCatalog() {
		return this.catalog;
	}

	@Override
	public void setSchema(String schema) {
		this.schema = schema;
	}

	@Override
	public @Nullable String getSchema() {
		return this.schema;
	}

	@Override
	public void setHoldability(int holdability) {
		this.holdability = holdability;
	}

	@Override
	public int getHoldability() {
		return this.holdability;
	}

	@Override
	public void setNetworkTimeout(Executor executor, int milliseconds) {
		this.networkTimeout = milliseconds;
	}

	@Override
	public int getNetworkTimeout() {
		return this.networkTimeout;
	}

	/**
	 * Fails as a lost connection does, for pools that have to see that.
	 */
	@Override
	public String nativeSQL(String sql) throws SQLException {
		throw new SQLException("the connection is broken", "08006");
	}

	@Override
	public @Nullable SQLWarning getWarnings() {
		return null;
	}

	@Override
	public void clearWarnings() {
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		if (!type.isInstance(this)) {
			throw new SQLException("not a wrapper for " + type);
		}
		return type.cast(this);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return type.isInstance(this);
	}

}
