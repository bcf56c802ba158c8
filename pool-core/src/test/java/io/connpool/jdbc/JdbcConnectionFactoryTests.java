package io.connpool.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.OpenReason;
import io.connpool.OpenRequest;
import io.connpool.PoolSettings;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JdbcConnectionFactoryTests {

	private static final OpenRequest REQUEST = new OpenRequest("test", 1, 1, Deadline.after(Duration.ofSeconds(10)),
			OpenReason.DEMAND);

	private final Deadline deadline = Deadline.after(Duration.ofSeconds(30));

	private final JdbcConnectionFactory h2 = JdbcConnectionFactory.of("jdbc:h2:mem:factory;DB_CLOSE_DELAY=-1", "sa",
			"");

	private final Connection keeper = open(this.h2);

	@AfterEach
	void dropDatabase() throws SQLException {
		execute(this.keeper, "SHUTDOWN");
	}

	@Test
	void urlThatNoDriverAcceptsIsRefusedWithoutShowingIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JdbcConnectionFactory.of("jdbc:nosuch://db?password=secret"))
			.withMessage("no JDBC driver on the class path accepts jdbc:nosuch: URLs; add the driver's dependency");
	}

	@Test
	void propertiesReachTheDriverAndAreCopied() throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", "sa");
		properties.setProperty("password", "");
		JdbcConnectionFactory factory = JdbcConnectionFactory.of("jdbc:h2:mem:factory", properties);
		properties.setProperty("user", "changed");

		Connection connection = open(factory);

		assertThat(connection.getMetaData().getUserName()).isEqualTo("SA");
		factory.close(connection);
	}

	@Test
	void dataSourceIsASource() throws SQLException {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:mem:factory");
		dataSource.setUser("sa");
		JdbcConnectionFactory factory = JdbcConnectionFactory.of(dataSource);

		Connection connection = open(factory);

		assertThat(factory.validate(connection, this.deadline)).isTrue();
		factory.close(connection);
		assertThat(connection.isClosed()).isTrue();
	}

	@Test
	void initSqlRunsInOrderOnEveryNewConnection() throws SQLException {
		Connection connection = open(this.h2.withInitSql("SET @a = 1", "SET @a = @a + 1"));

		assertThat(number(connection, "SELECT @a")).isEqualTo(2);
		connection.close();
	}

	@Test
	void connectionWhoseInitSqlFailsIsClosed() {
		RecordingConnection driver = new RecordingConnection().failing("createStatement", new SQLException("no"));
		JdbcConnectionFactory factory = factoryOf(driver).withInitSql("SELECT 1");

		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> factory.open(REQUEST)).withMessage("no");

		assertThat(driver.calls).last().isEqualTo("close()");
	}

	@Test
	void resetRollsBackAndRestoresAutoCommit() throws SQLException {
		execute(this.keeper, "CREATE TABLE t (n INT)");
		Connection connection = open(this.h2);
		connection.setAutoCommit(false);
		execute(connection, "INSERT INTO t VALUES (1)");

		this.h2.reset(connection, this.deadline);

		assertThat(connection.getAutoCommit()).isTrue();
		assertThat(number(connection, "SELECT COUNT(*) FROM t")).isZero();
		this.h2.close(connection);
	}

	@Test
	void resetRestoresEverySessionProperty() throws SQLException {
		execute(this.keeper, "CREATE SCHEMA other");
		Connection connection = open(this.h2);
		connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
		connection.setSchema("OTHER");

		this.h2.reset(connection, this.deadline);

		assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
		assertThat(connection.getSchema()).isEqualTo("PUBLIC");
		this.h2.close(connection);
	}

	@Test
	void resetWritesOnlyWhatHasChanged() throws SQLException {
		RecordingConnection driver = new RecordingConnection().with("Schema", "public");
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);
		factory.reset(connection, this.deadline);
		assertThat(driver.writes()).containsExactly("clearWarnings()");
		driver.calls.clear();
		driver.with("Schema", "other").with("ReadOnly", true);

		factory.reset(connection, this.deadline);

		assertThat(driver.writes()).containsExactly("setReadOnly(false)", "setSchema(public)", "clearWarnings()");
	}

	@Test
	void connectionOpenedWithoutAutoCommitIsRestoredToThatAndLeftInNoTransaction() throws SQLException {
		RecordingConnection driver = new RecordingConnection().with("AutoCommit", false);
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);
		driver.with("AutoCommit", true);
		driver.calls.clear();

		factory.reset(connection, this.deadline);

		assertThat(driver.writes()).containsExactly("setAutoCommit(false)", "rollback()", "clearWarnings()");
	}

	@Test
	void onlyChosenPropertiesAreRead() throws SQLException {
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver).withRestored(SessionProperty.READ_ONLY);
		Connection connection = open(factory);

		factory.reset(connection, this.deadline);

		assertThat(driver.calls).contains("isReadOnly()")
			.doesNotContain("getTransactionIsolation()", "getSchema()", "getCatalog()");
	}

	@Test
	void whatTheDriverDoesNotKnowIsLeftAlone() throws SQLException {
		RecordingConnection driver = new RecordingConnection().unsupported("getSchema", "setSchema", "getCatalog")
			.failing("isReadOnly", new AbstractMethodError("isReadOnly"));
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);

		factory.reset(connection, this.deadline);

		assertThat(driver.writes()).containsExactly("clearWarnings()");
	}

	@Test
	void propertyThatCannotBeUnsetFailsTheReset() throws SQLException {
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);
		connection.setCatalog("shop");

		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> factory.reset(connection, this.deadline))
			.withMessage("CATALOG was set and cannot be unset");
	}

	@Test
	void validationTimeFitsDriversThatCountMillisecondsInAnInt() throws SQLException {
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);

		factory.validate(connection, Deadline.after(PoolSettings.INFINITE, () -> 0));

		assertThat(driver.calls).contains("isValid(" + Integer.MAX_VALUE / 1_000 + ")");
	}

	@Test
	void validationTimeIsRoundedUpToWholeSeconds() throws SQLException {
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);

		factory.validate(connection, Deadline.after(Duration.ofMillis(1), () -> 0));
		factory.validate(connection, Deadline.after(Duration.ofMillis(1001), () -> 0));
		factory.validate(connection, Deadline.after(Duration.ZERO, () -> 0));

		assertThat(driver.calls.stream().filter((call) -> call.startsWith("isValid"))).containsExactly("isValid(1)",
				"isValid(2)", "isValid(1)");
	}

	@Test
	void violatedConstraintProvesNothingAgainstTheConnection() throws SQLException {
		execute(this.keeper, "CREATE TABLE u (n INT PRIMARY KEY)");
		Connection connection = open(this.h2);
		execute(connection, "INSERT INTO u VALUES (1)");

		SQLException violation = catchThrowableOfType(SQLException.class,
				() -> execute(connection, "INSERT INTO u VALUES (1)"));

		assertThat(this.h2.isReusableAfter(connection, violation)).isTrue();
		this.h2.reset(connection, this.deadline);
		this.h2.close(connection);
	}

	@Test
	void doubtIsSettledByResetAskingTheServer() throws SQLException {
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);

		assertThat(factory.isReusableAfter(connection, new IllegalStateException("mine"))).isTrue();
		factory.reset(connection, this.deadline);
		assertThat(driver.calls).anyMatch((call) -> call.startsWith("isValid"));

		driver.calls.clear();
		factory.reset(connection, this.deadline);
		assertThat(driver.calls).as("settled once").noneMatch((call) -> call.startsWith("isValid"));
	}

	@Test
	void doubtThatIsConfirmedFailsTheReset() throws SQLException {
		RecordingConnection driver = new RecordingConnection().with("Valid", false);
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);

		assertThat(factory.isReusableAfter(connection, new SQLException("what was that"))).isTrue();

		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> factory.reset(connection, this.deadline));
	}

	@Test
	void fatalFailureAndClosedConnectionAreNotReusable() throws SQLException {
		Connection connection = open(this.h2);
		assertThat(this.h2.isReusableAfter(connection, new SQLException("gone", "08006"))).isFalse();
		assertThat(this.h2.check(connection)).isEqualTo(Liveness.UNKNOWN);

		connection.close();

		assertThat(this.h2.isReusableAfter(connection, new SQLException("duplicate", "23505"))).isFalse();
		assertThat(this.h2.check(connection)).isEqualTo(Liveness.DEAD);
	}

	@Test
	void closeRollsBackWhatWasNotCommitted() throws SQLException {
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);
		connection.setAutoCommit(false);
		driver.calls.clear();

		factory.close(connection);

		assertThat(driver.writes()).containsExactly("rollback()", "close()");
	}

	@Test
	void whateverTheRollbackThrowsTheConnectionIsClosed() throws SQLException {
		for (Throwable failure : List.of(new IllegalStateException("planned"), new AbstractMethodError("planned"),
				new SQLException("planned"))) {
			RecordingConnection driver = new RecordingConnection();
			JdbcConnectionFactory factory = factoryOf(driver);
			Connection connection = open(factory);
			driver.failing("getAutoCommit", failure);

			factory.close(connection);

			assertThat(driver.calls).last().isEqualTo("close()");
		}
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);
		driver.failing("isClosed", new OutOfMemoryError("planned"));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> factory.close(connection));
		assertThat(driver.calls).last().isEqualTo("close()");
	}

	@Test
	void resetRestoresHoldabilityAndNetworkTimeout() throws SQLException {
		RecordingConnection driver = new RecordingConnection().with("Holdability", ResultSet.CLOSE_CURSORS_AT_COMMIT)
			.with("NetworkTimeout", 0);
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);
		driver.with("Holdability", ResultSet.HOLD_CURSORS_OVER_COMMIT).with("NetworkTimeout", 50);

		factory.reset(connection, this.deadline);

		assertThat(driver.writes()).contains("setHoldability(2)")
			.anyMatch((call) -> call.startsWith("setNetworkTimeout(") && call.endsWith(",0)"));
	}

	@Test
	void driverThatFailsInOtherWaysThanItShouldCanBeOpened() throws SQLException {
		RecordingConnection driver = new RecordingConnection().failing("getHoldability", new RuntimeException("none"))
			.failing("getNetworkTimeout", new AbstractMethodError("none"));
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);

		factory.reset(connection, this.deadline);

		assertThat(driver.writes()).containsExactly("clearWarnings()");
	}

	@Test
	void initSqlIsCommittedWhereTheDriverDoesNot() throws SQLException {
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setURL("jdbc:h2:mem:factory;AUTOCOMMIT=OFF");
		h2.setUser("sa");
		execute(this.keeper, "CREATE TABLE seen (n INT)");
		JdbcConnectionFactory factory = JdbcConnectionFactory.of(h2).withInitSql("INSERT INTO seen VALUES (1)");

		Connection connection = open(factory);

		assertThat(connection.getAutoCommit()).isFalse();
		assertThat(number(this.keeper, "SELECT COUNT(*) FROM seen")).isOne();
		factory.close(connection);
	}

	@Test
	void abortUsesTheDriversAbort() throws SQLException {
		RecordingConnection driver = new RecordingConnection();
		JdbcConnectionFactory factory = factoryOf(driver);
		Connection connection = open(factory);

		factory.abort(connection);

		assertThat(driver.calls).anyMatch((call) -> call.startsWith("abort(")).doesNotContain("close()");
	}

	@Test
	void abortClosesWhereTheDriversAbortDoesNothing() throws SQLException {
		JdbcConnectionFactory sqlite = JdbcConnectionFactory.of("jdbc:sqlite::memory:");
		Connection connection = open(sqlite);
		connection.abort(Runnable::run);
		assertThat(connection.isClosed()).as("SQLite's driver ignores it").isFalse();

		sqlite.abort(connection);

		Awaitility.await().until(connection::isClosed);
	}

	@Test
	void sqliteSurvivesTheWholeCircle() throws SQLException {
		JdbcConnectionFactory sqlite = JdbcConnectionFactory.of("jdbc:sqlite::memory:")
			.withInitSql("CREATE TABLE t (n INT PRIMARY KEY)");
		Connection connection = open(sqlite);
		connection.setAutoCommit(false);
		execute(connection, "INSERT INTO t VALUES (1)");
		SQLException violation = catchThrowableOfType(SQLException.class,
				() -> execute(connection, "INSERT INTO t VALUES (1)"));

		assertThat(sqlite.isReusableAfter(connection, violation)).isTrue();
		sqlite.reset(connection, this.deadline);

		assertThat(connection.getAutoCommit()).isTrue();
		assertThat(number(connection, "SELECT COUNT(*) FROM t")).isZero();
		assertThat(sqlite.validate(connection, this.deadline)).isTrue();
		sqlite.close(connection);
		assertThat(connection.isClosed()).isTrue();
	}

	private static JdbcConnectionFactory factoryOf(RecordingConnection driver) {
		return JdbcConnectionFactory.of(new FixedDataSource(driver.connection()));
	}

	private static Connection open(JdbcConnectionFactory factory) {
		try {
			return factory.open(REQUEST);
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
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
