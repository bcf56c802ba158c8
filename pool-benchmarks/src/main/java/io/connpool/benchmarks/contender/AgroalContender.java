package io.connpool.benchmarks.contender;

import java.sql.Connection;
import java.sql.SQLException;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.connpool.benchmarks.contender.jdbc.StubDriver;

/**
 * Agroal through its {@code DataSource}.
 */
final class AgroalContender extends JdbcContender {

	private final AgroalDataSource source;

	private AgroalContender(String url, AgroalDataSource source) {
		super(url, source);
		this.source = source;
	}

	static void register() {
		Contract contract = new Contract(Versions.of("agroal"),
				Point.partly("newcomers stand back for up to 1 s, but what is given back is free for all"),
				Point.partly("waiting; an open in the caller is not cut off"),
				Point.no("off by default: validateOnBorrow"), Point.no("off by default: idleValidationTimeout"),
				Point.no("off by default: metricsEnabled"), Point.no("off by default: leakTimeout"),
				Point.yes("each lease has a wrapper of its own"),
				"over a stub driver; pools JDBC connections only; an exception sorter, or nothing is ever discarded");
		Contenders.add("agroal", contract, AgroalContender::of);
	}

	@Override
	public void discard(Object held, Exception cause) throws SQLException {
		Connection connection = (Connection) held;
		try {
			connection.nativeSQL("");
			throw new IllegalStateException("the pool has to see a fatal exception");
		}
		catch (SQLException seen) {
			connection.close();
		}
	}

	@Override
	void closePool() {
		this.source.close();
	}

	private static Contender of(Spec spec) throws Exception {
		String url = StubDriver.register(spec.factory());
		AgroalDataSource source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
			.connectionPoolConfiguration((pool) -> pool.maxSize(spec.maxSize())
				.minSize(spec.minIdle())
				.acquisitionTimeout(spec.acquireTimeout())
				.exceptionSorter((ex) -> ex.getSQLState() != null && ex.getSQLState().startsWith("08"))
				.connectionFactoryConfiguration(
						(factory) -> factory.jdbcUrl(url).connectionProviderClass(StubDriver.class))));
		AgroalContender contender = new AgroalContender(url, source);
		Warmth.give(contender, spec);
		return contender;
	}

}
