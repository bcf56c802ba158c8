package io.connpool.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.logging.Logger;

import javax.sql.DataSource;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolException;
import io.connpool.PoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * Shows a pool of JDBC connections as a {@code DataSource}, for whatever asks for one
 * ({@code JdbcClient}, for example).
 *
 * <p>
 * {@link #getConnection()} acquires a lease and returns a view of its connection, whose
 * {@link Connection#close() close} closes the statements and the result sets of metadata
 * left open and then the lease; after that the view throws {@code SQLException}. If a
 * call on the connection, its metadata, one of its statements or result sets has thrown
 * meanwhile, the lease is ended by {@link Lease#invalidate}, so the pool's factory
 * decides whether the connection may be lent again. All of these lead back to the view;
 * the driver's own are had by {@code unwrap} only, and must not be used after the view
 * was closed.
 *
 * <p>
 * Does not own the pool: closing it is up to whoever built it. <b>Threads:</b> any.
 */
public final class PooledDataSource implements DataSource {

	private final ConnectionPool<Connection> pool;

	/**
	 * Creates a view.
	 * @param pool the pool to acquire connections from, usually of a
	 * {@link JdbcConnectionFactory}
	 */
	public PooledDataSource(ConnectionPool<Connection> pool) {
		this.pool = Objects.requireNonNull(pool, "pool");
	}

	/**
	 * Acquires a connection, waiting for at most the pool's {@code acquire-timeout}.
	 * @return a view of a leased connection that must be closed exactly once
	 * @throws SQLTransientConnectionException if none can be had now, or the thread is
	 * interrupted, whose flag is set again then; the cause is what the pool threw
	 * @throws SQLNonTransientConnectionException if the pool is closed
	 */
	@Override
	public Connection getConnection() throws SQLException {
		try {
			return viewOf(this.pool.acquire());
		}
		catch (PoolClosedException ex) {
			throw new SQLNonTransientConnectionException(ex.getMessage(), "08003", ex);
		}
		catch (PoolException ex) {
			throw new SQLTransientConnectionException(ex.getMessage(), "08001", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLTransientConnectionException(
					this.pool.name() + " – interrupted while waiting for a connection", "08001", ex);
		}
	}

	private Connection viewOf(Lease<Connection> lease) {
		try {
			return LeasedConnection.viewOf(lease, this.pool.name());
		}
		catch (Throwable ex) {
			lease.close();
			throw ex;
		}
	}

	/**
	 * Not supported: the connections of a pool are all logged in as the same user.
	 */
	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		throw new SQLFeatureNotSupportedException(this.pool.name()
				+ " – all connections of a pool belong to one user; build a second pool for another user");
	}

	/**
	 * Returns the pool's {@code acquire-timeout}.
	 * @return whole seconds, rounded up; 0 if it is infinite
	 */
	@Override
	public int getLoginTimeout() {
		Duration timeout = this.pool.settings().acquireTimeout();
		if (timeout.compareTo(PoolSettings.INFINITE) >= 0) {
			return 0;
		}
		return (int) Math.max(1L, Math.min(Integer.MAX_VALUE, timeout.plusNanos(999_999_999L).getSeconds()));
	}

	/**
	 * Not supported: {@code acquire-timeout} is a setting of the pool.
	 */
	@Override
	public void setLoginTimeout(int seconds) throws SQLException {
		throw new SQLFeatureNotSupportedException(this.pool.name() + " – set acquire-timeout of the pool instead");
	}

	@Override
	public @Nullable PrintWriter getLogWriter() {
		return null;
	}

	/**
	 * Not supported: the pool logs through slf4j.
	 */
	@Override
	public void setLogWriter(PrintWriter out) throws SQLException {
		throw new SQLFeatureNotSupportedException(this.pool.name() + " – logs through slf4j");
	}

	/**
	 * Not supported: the pool logs through slf4j.
	 */
	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException(this.pool.name() + " – logs through slf4j");
	}

	/**
	 * Gives access to the pool behind the view.
	 * @throws SQLException if the type is neither this data source's nor the pool's
	 */
	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		if (type.isInstance(this.pool)) {
			return type.cast(this.pool);
		}
		throw new SQLException(this.pool.name() + " – a data source on a pool is no " + type.getName());
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return type.isInstance(this) || type.isInstance(this.pool);
	}

	@Override
	public String toString() {
		return "PooledDataSource[" + this.pool.name() + "]";
	}

}
