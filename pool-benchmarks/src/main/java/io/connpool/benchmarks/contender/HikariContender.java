package io.connpool.benchmarks.contender;

import java.sql.Connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connpool.benchmarks.contender.jdbc.StubDriver;

/**
 * HikariCP as its users have it: through the {@code DataSource}.
 */
final class HikariContender extends JdbcContender {

	/** Shorter connection timeouts are rejected. */
	private static final long LEAST_TIMEOUT_MILLIS = 250;

	private final HikariDataSource source;

	private HikariContender(String url, HikariDataSource source) {
		super(url, source);
		this.source = source;
	}

	static void register() {
		Contract contract = new Contract(Versions.of("hikari"),
				Point.no("what is given back is free for all; a waiter that loses it queues again at the end"),
				Point.partly("250 ms at least; validation comes on top"),
				Point.partly("isValid after 500 ms of idleness"), Point.yes("the same, and keepalive every 2 min"),
				Point.yes("MXBean; metrics trackers"), Point.no("off by default: leakDetectionThreshold"),
				Point.yes("each lease has a proxy of its own"), "over a stub driver; pools JDBC connections only");
		Contenders.add("hikari", contract, HikariContender::of);
	}

	@Override
	public void discard(Object held, Exception cause) {
		this.source.evictConnection((Connection) held);
	}

	@Override
	void closePool() {
		this.source.close();
	}

	private static Contender of(Spec spec) {
		String url = StubDriver.register(spec.factory());
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(spec.maxSize());
		config.setMinimumIdle(spec.minIdle());
		config.setConnectionTimeout(Math.max(LEAST_TIMEOUT_MILLIS, spec.acquireTimeout().toMillis()));
		if (spec.minIdle() == 0) {
			// or it opens one
			config.setInitializationFailTimeout(-1);
		}
		HikariDataSource source = new HikariDataSource(config);
		Warmth.await(spec.minIdle(), () -> source.getHikariPoolMXBean().getIdleConnections());
		return new HikariContender(url, source);
	}

}
