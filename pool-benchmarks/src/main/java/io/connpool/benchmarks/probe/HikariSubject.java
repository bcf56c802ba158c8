package io.connpool.benchmarks.probe;

import java.sql.Connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import io.connpool.benchmarks.contender.Versions;
import io.connpool.benchmarks.contender.jdbc.StubDriver;

/** HikariCP through its {@code DataSource}. */
final class HikariSubject extends JdbcSubject {

	private final HikariDataSource source;

	private HikariSubject(HikariDataSource source) {
		super(source);
		this.source = source;
	}

	static Candidate candidate() {
		return new Candidate("hikari", Versions.of("hikari"),
				"a pool of fixed size, as its page recommends (no `minimumIdle`); `validationTimeout` 500 ms, because "
						+ "it has to be less than `connectionTimeout`; `isValid` after 500 ms of idleness, its default",
				"`IMetricsTracker.recordConnectionAcquiredNanos`", "`IMetricsTracker.recordConnectionUsageMillis`",
				"`validationTimeout`, in whole seconds", HikariSubject::of);
	}

	private static Subject of(Setup setup) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(StubDriver.register(setup.backend()));
		config.setMaximumPoolSize(setup.size());
		config.setConnectionTimeout(Math.max(250, setup.timeout().toMillis()));
		config.setValidationTimeout(Math.max(250, setup.timeout().toMillis() / 2));
		config.setMetricsTrackerFactory((name, stats) -> new IMetricsTracker() {

			@Override
			public void recordConnectionAcquiredNanos(long nanos) {
				setup.backend().onAcquired();
			}

			@Override
			public void recordConnectionUsageMillis(long millis) {
				setup.backend().onReleased();
			}

		});
		return new HikariSubject(new HikariDataSource(config));
	}

	@Override
	public void discard(Object held) {
		this.source.evictConnection((Connection) held);
	}

	@Override
	public void close() {
		this.source.close();
	}

}
