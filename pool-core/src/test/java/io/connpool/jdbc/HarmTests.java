package io.connpool.jdbc;

import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.connpool.AcquireInterruptedException;
import io.connpool.AcquireTimeoutException;
import io.connpool.BreakerState;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HarmTests {

	@ParameterizedTest
	@ValueSource(strings = { "08000", "08001", "08003", "08006", "08S01", "57P01", "57P02", "57P03", "57P05", "25P03",
			"01002", "JZ0C0", "HYT00", "90067", "90098", "90121" })
	void stateOfTheConnectionIsFatal(String state) {
		assertThat(Harm.of(new SQLException("x", state))).isEqualTo(Harm.FATAL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "23505", "23000", "22001", "22012", "42601", "42P01", "40001", "40P01", "21000", "44000" })
	void stateOfTheStatementIsHarmless(String state) {
		assertThat(Harm.of(new SQLException("x", state))).isEqualTo(Harm.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "40003", "HY000", "57014", "58030", "XX000", "25P02", "99999", "2", "" })
	void anyOtherStateIsDoubtful(String state) {
		assertThat(Harm.of(new SQLException("x", state))).isEqualTo(Harm.DOUBTFUL);
	}

	static Stream<Throwable> fatal() {
		PoolStats stats = new PoolStats("other", PoolState.RUNNING, 1, 0, 0, 1, 0, 0, 1, 0, 0, Duration.ZERO,
				Duration.ZERO, BreakerState.CLOSED, null, 0, 0, 0, 0, 0, 0, Map.of());
		return Stream.of(new SQLRecoverableException("x"), new SQLNonTransientConnectionException("x"),
				new SQLTransientConnectionException("x"), new SQLTimeoutException("x", "57014"),
				new SQLException("x", new SocketTimeoutException()), new OutOfMemoryError("planned"),
				new InterruptedException(), new CancellationException(), new TimeoutException(),
				new AcquireTimeoutException(stats, "x", Duration.ofSeconds(1), List.of(), null),
				new AcquireInterruptedException("other", new InterruptedException()));
	}

	@ParameterizedTest
	@MethodSource
	void fatal(Throwable failure) {
		assertThat(Harm.of(failure)).isEqualTo(Harm.FATAL);
		assertThat(Harm.of(new RuntimeException(failure))).as("wrapped").isEqualTo(Harm.FATAL);
	}

	static Stream<Throwable> harmless() {
		return Stream.of(new SQLIntegrityConstraintViolationException("x"), new SQLDataException("x"),
				new SQLSyntaxErrorException("x"), new SQLTransactionRollbackException("x"),
				new SQLFeatureNotSupportedException("x"));
	}

	@ParameterizedTest
	@MethodSource
	void harmless(Throwable failure) {
		assertThat(Harm.of(failure)).isEqualTo(Harm.NONE);
		assertThat(Harm.of(new RuntimeException(failure))).as("wrapped").isEqualTo(Harm.NONE);
	}

	@Test
	void failureOfTheApplicationIsDoubtful() {
		assertThat(Harm.of(new IllegalStateException("mine"))).isEqualTo(Harm.DOUBTFUL);
	}

	@Test
	void sqlExceptionWithoutStateIsDoubtful() {
		assertThat(Harm.of(new SQLException("x"))).isEqualTo(Harm.DOUBTFUL);
	}

	@Test
	void connectionThatReadsAnOldSnapshotIsFatal(@TempDir Path directory) throws SQLException {
		String url = "jdbc:sqlite:" + directory.resolve("t.db") + "?journal_mode=WAL";
		try (Connection one = DriverManager.getConnection(url);
				Connection two = DriverManager.getConnection(url);
				Statement forgotten = one.createStatement();
				Statement writing = one.createStatement();
				Statement other = two.createStatement()) {
			other.execute("CREATE TABLE t (n INT)");
			other.execute("INSERT INTO t VALUES (1), (2)");
			forgotten.executeQuery("SELECT n FROM t").next();
			other.execute("INSERT INTO t VALUES (3)");

			SQLException failure = catchThrowableOfType(SQLException.class,
					() -> writing.execute("INSERT INTO t VALUES (4)"));

			assertThat(Harm.of(failure)).as("%s", failure).isEqualTo(Harm.FATAL);
			assertThat(Harm.of(new SQLException("[SQLITE_BUSY] locked"))).isEqualTo(Harm.DOUBTFUL);
		}
	}

	@Test
	void worstInTheChainCounts() {
		BatchUpdateException batch = new BatchUpdateException(new int[0]);
		batch.setNextException(new SQLException("duplicate", "23505"));
		assertThat(Harm.of(batch)).isEqualTo(Harm.DOUBTFUL);

		batch.setNextException(new SQLException("gone", "08006"));
		assertThat(Harm.of(batch)).isEqualTo(Harm.FATAL);
	}

	@Test
	void endlessChainIsDoubtful() {
		SQLException first = new SQLException("x", "23505");
		for (int i = 0; i < 100; i++) {
			first.setNextException(new SQLException("x", "23505"));
		}

		assertThat(Harm.of(first)).isEqualTo(Harm.DOUBTFUL);
	}

	@Test
	void circularChainEnds() {
		SQLException one = new SQLException("one", "23505");
		SQLException two = new SQLException("two", "23505", one);
		one.initCause(two);

		assertThat(Harm.of(one)).isEqualTo(Harm.NONE);
	}

}
