package io.connpool.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import org.jspecify.annotations.Nullable;

/**
 * Opens JDBC connections and brings them back to the state of new ones after use.
 *
 * <pre>{@code
 * ConnectionPool<Connection> pool = ConnectionPools
 *     .builder(JdbcConnectionFactory.of("jdbc:sqlite:users.db").withInitSql("PRAGMA busy_timeout = 2000"))
 *     .name("users")
 *     .build();
 * DataSource dataSource = new PooledDataSource(pool);
 * }</pre>
 *
 * <p>
 * <b>Reset:</b> rolls back if auto-commit is off, restores auto-commit and the
 * {@link SessionProperty session properties} that differ from what they were when the
 * connection was opened, and clears warnings; what a driver does not support is left
 * alone. What SQL itself changed ({@code SET}, {@code BEGIN}, temporary tables) is not
 * seen.
 * <p>
 * <b>Failures:</b> a connection is closed after a failure that concerns the connection or
 * leaves that open: SQLState class 08 and its relatives, time-outs, connection and
 * recoverable exceptions, an {@code IOException} or an {@code Error} anywhere in the
 * chain. It is pooled again after a failure of the statement alone (a violated
 * constraint, bad data, bad syntax, a deadlock) once reset has succeeded, and after any
 * other once, besides, {@link Connection#isValid} has.
 * <p>
 * <b>Deadlines:</b> JDBC knows none for opening; the pool gives up at
 * {@code open-timeout} whatever the driver does. The driver's own limits
 * ({@code connectTimeout} and the like in the URL) end the attempt itself.
 * {@link DriverManager#setLoginTimeout} is never called: it would concern the whole JVM.
 * <p>
 * <b>Threads:</b> any. One factory may serve several pools.
 */
public final class JdbcConnectionFactory implements ConnectionFactory<Connection> {

	private final ConnectionSource source;

	private final List<String> initSql;

	private final Set<SessionProperty> restored;

	/** By identity; an entry lives from open to close or abort. */
	private final Map<IdentityKey, Session> sessions = new ConcurrentHashMap<>();

	private final LateCloser lateCloser = new LateCloser();

	private JdbcConnectionFactory(ConnectionSource source, List<String> initSql, Set<SessionProperty> restored) {
		this.source = source;
		this.initSql = initSql;
		this.restored = restored;
	}

	/**
	 * Creates a factory for a database that needs no credentials but those in the URL.
	 * @param url a JDBC URL
	 * @return the factory
	 * @throws IllegalArgumentException if no driver on the class path accepts the URL
	 */
	public static JdbcConnectionFactory of(String url) {
		return of(url, new Properties());
	}

	/**
	 * Creates a factory for a database.
	 * @param url a JDBC URL
	 * @param user the name to log in with
	 * @param password the password to log in with
	 * @return the factory
	 * @throws IllegalArgumentException if no driver on the class path accepts the URL
	 */
	public static JdbcConnectionFactory of(String url, String user, String password) {
		Objects.requireNonNull(user, "user");
		Objects.requireNonNull(password, "password");
		Properties properties = new Properties();
		properties.setProperty("user", user);
		properties.setProperty("password", password);
		return of(url, properties);
	}

	/**
	 * Creates a factory for a database.
	 * @param url a JDBC URL
	 * @param properties what the driver understands, usually with {@code user} and
	 * {@code password}; copied
	 * @return the factory
	 * @throws IllegalArgumentException if no driver on the class path accepts the URL
	 */
	public static JdbcConnectionFactory of(String url, Properties properties) {
		Objects.requireNonNull(url, "url");
		Objects.requireNonNull(properties, "properties");
		return of(ConnectionSource.of(url, properties));
	}

	/**
	 * Creates a factory on top of a data source.
	 * @param dataSource gives a new connection on every call; one that pools itself would
	 * hide its connections from the pool
	 * @return the factory
	 */
	public static JdbcConnectionFactory of(DataSource dataSource) {
		Objects.requireNonNull(dataSource, "dataSource");
		return of(dataSource::getConnection);
	}

	private static JdbcConnectionFactory of(ConnectionSource source) {
		return new JdbcConnectionFactory(source, List.of(), EnumSet.allOf(SessionProperty.class));
	}

	/**
	 * Returns a factory that prepares every connection it opens.
	 * @param statements SQL to run, in this order, before the connection is lent for the
	 * first time, and committed if the driver opens connections with auto-commit off; a
	 * failure fails the open
	 * @return a new factory
	 */
	public JdbcConnectionFactory withInitSql(String... statements) {
		return new JdbcConnectionFactory(this.source, List.of(Objects.requireNonNull(statements, "statements")),
				this.restored);
	}

	/**
	 * Returns a factory that restores only some session properties.
	 *
	 * <p>
	 * To restore a property it must be read after every use, and some drivers ask the
	 * server for it: PostgreSQL's does for {@code ISOLATION} and {@code SCHEMA}. That
	 * never delays the caller, but keeps the connection from the next one for as long.
	 * @param properties what to restore, by default all; none is allowed
	 * @return a new factory
	 */
	public JdbcConnectionFactory withRestored(SessionProperty... properties) {
		Set<SessionProperty> chosen = EnumSet.noneOf(SessionProperty.class);
		chosen.addAll(List.of(Objects.requireNonNull(properties, "properties")));
		return new JdbcConnectionFactory(this.source, this.initSql, chosen);
	}

	@Override
	public Connection open(OpenRequest request) throws SQLException {
		Connection connection = this.source.open();
		try {
			for (String sql : this.initSql) {
				try (Statement statement = connection.createStatement()) {
					statement.execute(sql);
				}
			}
			if (!this.initSql.isEmpty() && !connection.getAutoCommit()) {
				connection.commit();
			}
			this.sessions.put(new IdentityKey(connection), Session.read(connection, this.restored));
			return connection;
		}
		catch (Throwable ex) {
			try {
				connection.close();
			}
			catch (Throwable closeFailure) {
				ex.addSuppressed(closeFailure);
			}
			throw ex;
		}
	}

	/** Sees what the driver has noticed by itself. */
	@Override
	public Liveness check(Connection connection) {
		return isClosed(connection) ? Liveness.DEAD : Liveness.UNKNOWN;
	}

	@Override
	public boolean validate(Connection connection, Deadline deadline) throws SQLException {
		return connection.isValid(wholeSeconds(deadline));
	}

	@Override
	public void reset(Connection connection, Deadline deadline) throws SQLException {
		Session session = this.sessions.get(new IdentityKey(connection));
		if (session == null) {
			throw new SQLNonTransientConnectionException("aborted meanwhile, or not of this factory", "08003");
		}
		session.restore(connection);
		if (session.isDoubtful()) {
			if (!connection.isValid(wholeSeconds(deadline))) {
				throw new SQLNonTransientConnectionException("not valid after a failure", "08006");
			}
			session.clearDoubt();
		}
	}

	@Override
	public boolean isReusableAfter(Connection connection, Throwable failure) {
		Harm harm = Harm.of(failure);
		Session session = this.sessions.get(new IdentityKey(connection));
		if (session == null || harm == Harm.FATAL || isClosed(connection)) {
			return false;
		}
		if (harm == Harm.DOUBTFUL) {
			session.raiseDoubt();
		}
		return true;
	}

	/**
	 * Closes the connection, after a rollback if auto-commit is off: some databases
	 * commit what a closed connection leaves behind.
	 */
	@Override
	public void close(Connection connection) throws SQLException {
		this.sessions.remove(new IdentityKey(connection));
		rollBackAndClose(connection);
	}

	static void rollBackAndClose(Connection connection) throws SQLException {
		try {
			if (!connection.isClosed() && !connection.getAutoCommit()) {
				connection.rollback();
			}
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			// it is being closed because something is wrong with it
		}
		finally {
			connection.close();
		}
	}

	/**
	 * Aborts the connection. Where the driver's {@code abort} does nothing, as SQLite's,
	 * the connection is closed on another thread, because that may block, and after a
	 * rollback, as in {@link #close}: at most 16 at a time, 1,000 more in line. Any
	 * beyond are closed on the present thread, with a warning: while those that hang are
	 * so many, an abort may take as long as a close, and the pool keeps the place for it,
	 * or counts it as quarantined.
	 */
	@Override
	public void abort(Connection connection) {
		this.sessions.remove(new IdentityKey(connection));
		try {
			connection.abort(Runnable::run);
			if (connection.isClosed()) {
				return;
			}
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			// close it, then
		}
		this.lateCloser.close(connection);
	}

	private static boolean isClosed(Connection connection) {
		try {
			return connection.isClosed();
		}
		catch (SQLException ex) {
			return true;
		}
	}

	/**
	 * Zero would mean "no limit" to the driver, and drivers make milliseconds of it that
	 * have to fit an {@code int}.
	 */
	private static int wholeSeconds(Deadline deadline) {
		long nanos = deadline.remainingNanos();
		return (int) Math.max(1L, Math.min(Integer.MAX_VALUE / 1_000, (nanos + 999_999_999L) / 1_000_000_000L));
	}

	/** Drivers may define equality as they like. */
	private static final class IdentityKey {

		private final Connection connection;

		IdentityKey(Connection connection) {
			this.connection = connection;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof IdentityKey key && key.connection == this.connection;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.connection);
		}

	}

}
