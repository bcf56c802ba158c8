package io.connpool.benchmarks.contender;

import java.sql.Connection;
import java.sql.SQLException;

import io.connpool.benchmarks.contender.jdbc.StubDriver;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.apache.tomcat.jdbc.pool.PooledConnection;

/**
 * Tomcat's JDBC pool through its {@code DataSource}.
 */
final class TomcatContender extends JdbcContender {

	private final DataSource source;

	private TomcatContender(String url, DataSource source) {
		super(url, source);
		this.source = source;
	}

	static void register() {
		Contract contract = new Contract(Versions.of("tomcat"), Point.yes("fairQueue, its default"),
				Point.partly("waiting; an open in the caller is not cut off"), Point.no("off by default: testOnBorrow"),
				Point.no("off by default: testWhileIdle"), Point.yes("JMX"),
				Point.no("off by default: removeAbandoned"), Point.yes("each lease has a facade of its own"),
				"over a stub driver; pools JDBC connections only");
		Contenders.add("tomcat", contract, TomcatContender::of);
	}

	@Override
	public void discard(Object held, Exception cause) throws SQLException {
		Connection connection = (Connection) held;
		connection.unwrap(PooledConnection.class).setDiscarded(true);
		connection.close();
	}

	@Override
	void closePool() {
		this.source.close(true);
	}

	private static Contender of(Spec spec) throws SQLException {
		PoolProperties properties = new PoolProperties();
		String url = StubDriver.register(spec.factory());
		properties.setUrl(url);
		properties.setDriverClassName(StubDriver.class.getName());
		properties.setInitialSize(spec.minIdle());
		properties.setMinIdle(spec.minIdle());
		properties.setMaxIdle(spec.maxSize());
		properties.setMaxActive(spec.maxSize());
		properties.setMaxWait(Math.toIntExact(spec.acquireTimeout().toMillis()));
		DataSource source = new DataSource(properties);
		source.createPool();
		return new TomcatContender(url, source);
	}

}
