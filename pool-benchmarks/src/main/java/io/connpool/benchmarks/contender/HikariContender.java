package io.connpool.benchmarks.contender;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connpool.benchmarks.contender.jdbc.StubDriver;

/**
 * HikariCP as its users have it: through the {@code DataSource}.
 */
final class HikariContender implements Contender {

	private final String url;

	private final HikariDataSource source;

	private HikariContender(Spec spec) {
		this.url = StubDriver.register(spec.factory());
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.url);
		config.setMaximumPoolSize(spec.maxSize());
		config.setMinimumIdle(spec.minIdle());
		config.setConnectionTimeout(Math.max(250, spec.acquireTimeout().toMillis()));
		if (spec.minIdle() == 0) {
			config.setInitializationFailTimeout(-1);
		}
		this.source = new HikariDataSource(config);
		Warmth.await(spec, () -> this.source.getHikariPoolMXBean().getIdleConnections());
	}

	static void register() {
		Contract contract = new Contract(Versions.of("hikari"), Point
			.no("whoever runs takes what was just released; a waiter that loses a race queues again at the end"),
				Point.partly("at least 250 ms; validation comes on top"),
				Point.partly("isValid only after 500 ms of idleness"), Point.yes("the same, and keepalive every 2 min"),
				Point.yes("MXBean, metrics trackers"), Point.no("off by default: leakDetectionThreshold"),
				Point.yes("a proxy of its own for each lease"),
				"DataSource over a stub driver; pools JDBC connections only");
		Contenders.add("hikari", contract, HikariContender::new);
	}

	@Override
	public Object acquire() throws SQLException {
		return this.source.getConnection();
	}

	@Override
	public Resource resource(Object held) {
		return StubDriver.resource(held);
	}

	@Override
	public void release(Object held) throws SQLException {
		((Connection) held).close();
	}

	@Override
	public void discard(Object held, Exception cause) {
		this.source.evictConnection((Connection) held);
	}

	@Override
	public void close() {
		this.source.close();
		StubDriver.forget(this.url);
	}

}
