package io.connpool.jdbc;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.CloseReason;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.engine.ConnectionPools;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** That nothing got from a view outlives it or leads around it. */
class LeasedConnectionTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:parts", "jdbc:sqlite::memory:" })
	void resultSetsLeadBackToStatementAndView(String url) throws SQLException {
		try (ConnectionPool<Connection> pool = pool(JdbcConnectionFactory.of(url));
				Connection view = new PooledDataSource(pool).getConnection();
				Statement statement = view.createStatement();
				ResultSet rows = statement.executeQuery("SELECT 1");
				ResultSet types = view.getMetaData().getTableTypes()) {
			assertThat(rows.next()).isTrue();
			assertThat(rows.getInt(1)).isOne();
			assertThat(rows.getMetaData().getColumnCount()).isOne();
			assertThat(rows.getStatement()).isSameAs(statement);
			assertThat(rows.getStatement().getConnection()).isSameAs(view);
			assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
			assertThat(types.next()).isTrue();
			Statement hidden = types.getStatement();
			assertThat((hidden != null) ? hidden.getConnection() : view).isSameAs(view);
		}
	}

	@Test
	void resultSetOfMetadataEndsWithTheView() throws SQLException {
		String url = "jdbc:sqlite:" + this.directory.resolve("t.db") + "?journal_mode=WAL";
		try (ConnectionPool<Connection> pool = pool(JdbcConnectionFactory.of(url));
				Connection other = DriverManager.getConnection(url)) {
			execute(other, "CREATE TABLE a (n INT)");
			execute(other, "CREATE TABLE b (n INT)");
			Connection view = new PooledDataSource(pool).getConnection();
			ResultSet tables = view.getMetaData().getTables(null, null, "%", null);
			assertThat(tables.next()).isTrue();

			view.close();

			assertThat(tables.isClosed()).isTrue();
			assertThatExceptionOfType(SQLException.class).isThrownBy(tables::next).withMessageContaining("given back");
			execute(other, "INSERT INTO a VALUES (1)");
			try (Connection next = new PooledDataSource(pool).getConnection();
					Statement statement = next.createStatement();
					ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM a")) {
				assertThat(count.next()).isTrue();
				assertThat(count.getInt(1)).as("no old snapshot").isOne();
			}
		}
	}

	@Test
	void resultSetOfMetadataClosedByItsHolderIsForgotten() throws SQLException {
		AtomicInteger closes = new AtomicInteger();
		ResultSet rows = stub(ResultSet.class, "close", () -> {
			closes.incrementAndGet();
			return null;
		});
		RecordingConnection driver = new RecordingConnection().with("MetaData",
				stub(DatabaseMetaData.class, "getTypeInfo", () -> rows));
		try (ConnectionPool<Connection> pool = pool(of(driver))) {
			Connection view = new PooledDataSource(pool).getConnection();
			view.getMetaData().getTypeInfo().close();
			view.getMetaData().getTypeInfo();
			assertThat(closes).hasValue(1);

			view.close();

			assertThat(closes).hasValue(2);
		}
	}

	@Test
	void errorOnClosingAStatementEndsTheLeaseNevertheless() throws SQLException {
		Statement statement = stub(Statement.class, "close", () -> {
			throw new NoClassDefFoundError("planned");
		});
		RecordingConnection driver = new RecordingConnection().with("createStatement", statement);
		try (ConnectionPool<Connection> pool = pool(of(driver))) {
			Connection view = new PooledDataSource(pool).getConnection();
			view.createStatement();

			view.close();

			Awaitility.await().until(() -> pool.stats().total() == 0);
			assertThat(pool.stats().closed()).containsEntry(CloseReason.INVALIDATED, 1L);
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void leaseWithoutAViewIsClosed() {
		AtomicInteger closes = new AtomicInteger();
		Lease<Connection> lease = (Lease<Connection>) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Lease.class }, (proxy, method, args) -> {
					if (method.getName().equals("close")) {
						closes.incrementAndGet();
						return null;
					}
					throw new OutOfMemoryError("planned");
				});
		ConnectionPool<Connection> pool = (ConnectionPool<Connection>) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { ConnectionPool.class },
				(proxy, method, args) -> method.getName().equals("acquire") ? lease : "stub");

		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> new PooledDataSource(pool).getConnection());

		assertThat(closes).hasValue(1);
	}

	@Test
	void clientInfoOfAClosedViewIsRefusedInItsOwnWay() throws SQLException {
		try (ConnectionPool<Connection> pool = pool(JdbcConnectionFactory.of("jdbc:h2:mem:"))) {
			Connection view = new PooledDataSource(pool).getConnection();
			view.close();

			assertThatExceptionOfType(SQLClientInfoException.class).isThrownBy(() -> view.setClientInfo("a", "b"))
				.withMessageContaining("given back");
			assertThatExceptionOfType(SQLClientInfoException.class)
				.isThrownBy(() -> view.setClientInfo(new Properties()));
		}
	}

	private static JdbcConnectionFactory of(RecordingConnection driver) {
		return JdbcConnectionFactory.of(new FixedDataSource(driver.connection()));
	}

	private static ConnectionPool<Connection> pool(JdbcConnectionFactory factory) {
		return ConnectionPools.builder(factory)
			.name("parts")
			.maxSize(1)
			.openTimeout(Duration.ofSeconds(9))
			.acquireTimeout(Duration.ofSeconds(10))
			.build();
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** Knows one method and what it answers; as hostile to sets as a driver may be. */
	private static <T> T stub(Class<T> type, String name, Answer answer) {
		return type.cast(Proxy.newProxyInstance(LeasedConnectionTests.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, args) -> {
					if (method.getName().equals(name)) {
						return answer.get();
					}
					throw new UnsupportedOperationException(method.getName());
				}));
	}

	private interface Answer {

		Object get();

	}

}
