package io.connpool.benchmarks.probe;

import java.sql.Connection;
import java.sql.SQLException;

import io.connpool.benchmarks.contender.Versions;
import io.connpool.benchmarks.contender.jdbc.StubDriver;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.apache.tomcat.jdbc.pool.PooledConnection;

/** Tomcat's JDBC pool through its {@code DataSource}. */
final class TomcatSubject extends JdbcSubject {

	private final DataSource source;

	private TomcatSubject(DataSource source) {
		super(source);
		this.source = source;
	}

	static Candidate candidate() {
		return new Candidate("tomcat", Versions.of("tomcat"),
				"`testOnBorrow`; `validationInterval` 500 ms, like others; `isValid`, its default validation, and a limit "
						+ "for that of 1 s, without which it has none; `initialSize` and `minIdle` 0. What it calls on "
						+ "acquire, `JdbcInterceptor.reset`, is a part of the call and no hook for metrics",
				"", "", "`validationQueryTimeout`", TomcatSubject::of);
	}

	private static Subject of(Setup setup) throws SQLException {
		PoolProperties properties = new PoolProperties();
		properties.setUrl(StubDriver.register(setup.backend()));
		properties.setDriverClassName(StubDriver.class.getName());
		properties.setInitialSize(0);
		properties.setMinIdle(0);
		properties.setMaxIdle(setup.size());
		properties.setMaxActive(setup.size());
		properties.setMaxWait(Math.toIntExact(setup.timeout().toMillis()));
		properties.setTestOnBorrow(true);
		properties.setValidationInterval(500);
		properties.setValidationQueryTimeout(1);
		DataSource source = new DataSource(properties);
		source.createPool();
		return new TomcatSubject(source);
	}

	@Override
	public void discard(Object held) throws SQLException {
		Connection connection = (Connection) held;
		connection.unwrap(PooledConnection.class).setDiscarded(true);
		connection.close();
	}

	@Override
	public void close() {
		this.source.close(true);
	}

}
