package io.connpool.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import javax.sql.DataSource;

import io.connpool.AcquireTimeoutException;
import io.connpool.CloseReason;
import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.PoolClosedException;
import io.connpool.PoolSettings;
import io.connpool.engine.ConnectionPools;
import org.awaitility.Awaitility;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PooledDataSourceTests {

	private final ConnectionPool<Connection> pool = pool(JdbcConnectionFactory.of("jdbc:h2:mem:view", "sa", ""));

	private final DataSource dataSource = new PooledDataSource(this.pool);

	@AfterEach
	void closePool() {
		this.pool.close(Duration.ZERO);
	}

	@Test
	void closingTheViewClosesTheLeaseOnce() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		assertThat(this.pool.stats().active()).isOne();

		connection.close();
		connection.close();

		Awaitility.await().until(() -> this.pool.stats().idle() == 1);
		assertThat(this.pool.stats().staleCalls()).isZero();
	}

	@Test
	void sameConnectionIsLentAgainAndNothingIsLeftOnIt() throws SQLException {
		JdbcConnection first;
		try (Connection connection = this.dataSource.getConnection()) {
			first = connection.unwrap(JdbcConnection.class);
			execute(connection, "CREATE TABLE t (n INT)");
			connection.setAutoCommit(false);
			execute(connection, "INSERT INTO t VALUES (1)");
		}
		// whoever asks while it is reset may be given a new one
		Awaitility.await().until(() -> this.pool.stats().idle() == 1);

		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.unwrap(JdbcConnection.class)).isSameAs(first);
			assertThat(connection.getAutoCommit()).isTrue();
			assertThat(number(connection, "SELECT COUNT(*) FROM t")).isZero();
		}
	}

	@Test
	void viewAndItsPartsAreUselessAfterClose() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		Statement statement = connection.createStatement();
		PreparedStatement prepared = connection.prepareStatement("SELECT 1");
		ResultSet rows = prepared.executeQuery();
		connection.close();

		assertThatExceptionOfType(SQLException.class).isThrownBy(connection::createStatement)
			.withMessage("view – this connection has been given back");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.unwrap(JdbcConnection.class));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT 1"));
		assertThatExceptionOfType(SQLException.class).isThrownBy(prepared::executeQuery);
		assertThatExceptionOfType(SQLException.class).isThrownBy(rows::next);
		assertThat(connection.isClosed()).isTrue();
		assertThat(connection.isValid(1)).isFalse();
		assertThat(statement.isClosed()).isTrue();
		statement.close();
		assertThat(connection).hasToString("connection of view (closed)");
	}

	@Test
	void statementsAndMetadataLeadBackToTheView() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			assertThat(statement.getConnection()).isSameAs(connection);
			assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
			assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("H2");
			assertThat(connection).isEqualTo(connection).hasSameHashCodeAs(connection);
			assertThat(statement).isEqualTo(statement).hasSameHashCodeAs(statement);
		}
	}

	@Test
	void viewIsAWrapperOfTheDriversConnection() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
			assertThat(connection.isWrapperFor(Connection.class)).isTrue();
			assertThat(connection.isWrapperFor(String.class)).isFalse();
			assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
			assertThat(connection.isValid(1)).isTrue();
			assertThat(connection.isClosed()).isFalse();
		}
	}

	@Test
	void violatedConstraintKeepsTheConnection() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			execute(connection, "CREATE TABLE u (n INT PRIMARY KEY)");
			execute(connection, "INSERT INTO u VALUES (1)");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "INSERT INTO u VALUES (1)"));
		}

		Awaitility.await().until(() -> this.pool.stats().idle() == 1);
		assertThat(this.pool.stats().closedTotal()).isZero();
	}

	@Test
	void fatalFailureClosesTheConnectionButOnlyWhenItComesBack() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		Statement statement = connection.createStatement();
		execute(connection, "CREATE ALIAS FAIL AS 'void fail() throws Exception "
				+ "{ throw new java.sql.SQLException(\"planned\", \"08006\"); }'");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("CALL FAIL()"));
		assertThat(this.pool.stats().active()).isOne();
		assertThat(number(connection, "SELECT 1")).as("its holder can still unwind").isOne();

		connection.close();

		Awaitility.await().until(() -> this.pool.stats().total() == 0);
		assertThat(this.pool.stats().closed()).isEqualTo(Map.of(CloseReason.INVALIDATED, 1L));
	}

	@Test
	void lesserFailureAfterwardsDoesNotHideAFatalOne() throws SQLException {
		RecordingConnection driver = new RecordingConnection().failing("commit", new SQLException("gone", "08006"))
			.failing("rollback", new SQLException("duplicate", "23505"));
		ConnectionPool<Connection> scripted = pool(JdbcConnectionFactory.of(new FixedDataSource(driver.connection())));
		try (scripted) {
			try (Connection connection = new PooledDataSource(scripted).getConnection()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit).withMessage("gone");
				assertThatExceptionOfType(SQLException.class).isThrownBy(connection::rollback).withMessage("duplicate");
			}

			Awaitility.await().until(() -> scripted.stats().total() == 0);
			assertThat(scripted.stats().closed()).isEqualTo(Map.of(CloseReason.INVALIDATED, 1L));
		}
	}

	@Test
	void anyFailureClosesAConnectionWhoseFactoryCannotJudge() throws SQLException {
		ConnectionFactory<Connection> plain = (request) -> JdbcConnectionFactory.of("jdbc:h2:mem:").open(request);
		try (ConnectionPool<Connection> cautious = pool(plain)) {
			try (Connection connection = new PooledDataSource(cautious).getConnection()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "NO SQL"));
			}

			Awaitility.await().until(() -> cautious.stats().total() == 0);
			assertThat(cautious.stats().closed()).isEqualTo(Map.of(CloseReason.INVALIDATED, 1L));
		}
	}

	@Test
	void abortedViewGivesUpItsConnection() throws SQLException {
		Connection connection = this.dataSource.getConnection();

		connection.abort(Runnable::run);

		assertThat(connection.isClosed()).isTrue();
		Awaitility.await().until(() -> this.pool.stats().total() == 0);
	}

	@Test
	void connectionFoundInvalidByItsHolderIsClosed() throws SQLException {
		RecordingConnection driver = new RecordingConnection().with("Valid", false);
		ConnectionPool<Connection> scripted = pool(JdbcConnectionFactory.of(new FixedDataSource(driver.connection())));
		try (scripted) {
			try (Connection connection = new PooledDataSource(scripted).getConnection()) {
				assertThat(connection.isValid(1)).isFalse();
			}

			Awaitility.await().until(() -> scripted.stats().total() == 0);
		}
	}

	@Test
	void timeOutIsATransientSqlException() throws SQLException {
		ConnectionFactory<Connection> scripted = JdbcConnectionFactory
			.of(new FixedDataSource(new RecordingConnection().connection()));
		try (ConnectionPool<Connection> small = builder(scripted).maxSize(1)
			.openTimeout(Duration.ofMillis(1_900))
			.acquireTimeout(Duration.ofSeconds(2))
			.build()) {
			DataSource exhausted = new PooledDataSource(small);
			try (Connection connection = exhausted.getConnection()) {
				assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(exhausted::getConnection)
					.withCauseInstanceOf(AcquireTimeoutException.class)
					.withMessageStartingWith("view – ")
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
				assertThat(connection.isClosed()).isFalse();
			}
		}
	}

	@Test
	void interruptIsKept() {
		Thread.currentThread().interrupt();

		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(this.dataSource::getConnection)
			.withCauseInstanceOf(InterruptedException.class);

		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void closedPoolIsANonTransientSqlException() {
		this.pool.close();

		assertThatExceptionOfType(SQLNonTransientConnectionException.class).isThrownBy(this.dataSource::getConnection)
			.withCauseInstanceOf(PoolClosedException.class);
	}

	@Test
	void whatBelongsToThePoolIsRefusedWithAHint() throws SQLException {
		assertThatExceptionOfType(SQLFeatureNotSupportedException.class)
			.isThrownBy(() -> this.dataSource.getConnection("me", "secret"))
			.withMessageContaining("one user")
			.withMessageNotContaining("secret");
		assertThatExceptionOfType(SQLFeatureNotSupportedException.class)
			.isThrownBy(() -> this.dataSource.setLoginTimeout(1))
			.withMessageContaining("acquire-timeout");
		assertThatExceptionOfType(SQLFeatureNotSupportedException.class)
			.isThrownBy(() -> this.dataSource.setLogWriter(new PrintWriter(System.out)));
		assertThatExceptionOfType(SQLFeatureNotSupportedException.class).isThrownBy(this.dataSource::getParentLogger);
		assertThat(this.dataSource.getLogWriter()).isNull();
	}

	@Test
	void loginTimeoutIsTheAcquireTimeout() throws SQLException {
		assertThat(this.dataSource.getLoginTimeout()).isEqualTo(30);
		ConnectionFactory<Connection> none = (request) -> {
			throw new SQLException("none");
		};
		try (ConnectionPool<Connection> patient = ConnectionPools.builder(none)
			.name("patient")
			.acquireTimeout(PoolSettings.INFINITE)
			.build()) {
			assertThat(new PooledDataSource(patient).getLoginTimeout()).isZero();
		}
	}

	@Test
	void poolCanBeUnwrapped() throws SQLException {
		assertThat(this.dataSource.isWrapperFor(ConnectionPool.class)).isTrue();
		assertThat(this.dataSource.unwrap(ConnectionPool.class)).isSameAs(this.pool);
		assertThat(this.dataSource.unwrap(PooledDataSource.class)).isSameAs(this.dataSource);
		assertThat(this.dataSource.isWrapperFor(String.class)).isFalse();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.dataSource.unwrap(String.class));
		assertThat(this.dataSource).hasToString("PooledDataSource[view]");
	}

	private static ConnectionPool<Connection> pool(ConnectionFactory<Connection> factory) {
		return builder(factory).build();
	}

	/** A database may take its time to load on a busy machine. */
	private static ConnectionPools.Builder<Connection> builder(ConnectionFactory<Connection> factory) {
		return ConnectionPools.builder(factory)
			.name("view")
			.maxSize(2)
			.openTimeout(Duration.ofSeconds(20))
			.acquireTimeout(Duration.ofSeconds(30));
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static int number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getInt(1);
		}
	}

}
