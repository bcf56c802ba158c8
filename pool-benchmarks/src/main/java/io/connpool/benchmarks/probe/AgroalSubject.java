package io.connpool.benchmarks.probe;

import java.sql.Connection;
import java.sql.SQLException;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.connpool.benchmarks.contender.Versions;
import io.connpool.benchmarks.contender.jdbc.StubDriver;

/** Agroal through its {@code DataSource}. */
final class AgroalSubject extends JdbcSubject {

	private final AgroalDataSource source;

	private AgroalSubject(AgroalDataSource source) {
		super(source);
		this.source = source;
	}

	static Candidate candidate() {
		return new Candidate("agroal", Versions.of("agroal"),
				"`validateOnBorrow` with its default validator, `isValid`, and a limit for that of 1 s, without which "
						+ "it has none; an exception sorter, or nothing is ever discarded",
				"`AgroalDataSourceListener.onConnectionAcquire`", "`AgroalDataSourceListener.onConnectionReturn`",
				"`defaultValidatorWithTimeout`", AgroalSubject::of);
	}

	private static Subject of(Setup setup) throws SQLException {
		String url = StubDriver.register(setup.backend());
		Backend backend = setup.backend();
		return new AgroalSubject(AgroalDataSource.from(
				new AgroalDataSourceConfigurationSupplier()
					.connectionPoolConfiguration((pool) -> pool.maxSize(setup.size())
						.acquisitionTimeout(setup.timeout())
						.validateOnBorrow(true)
						.connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(1))
						.exceptionSorter((ex) -> ex.getSQLState() != null && ex.getSQLState().startsWith("08"))
						.connectionFactoryConfiguration(
								(factory) -> factory.jdbcUrl(url).connectionProviderClass(StubDriver.class))),
				new AgroalDataSourceListener() {

					@Override
					public void onConnectionAcquire(Connection connection) {
						backend.onAcquired();
					}

					@Override
					public void onConnectionReturn(Connection connection) {
						backend.onReleased();
					}

				}));
	}

	/** What it takes for an exception that is fatal. */
	@Override
	public void discard(Object held) throws SQLException {
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
	public void close() {
		this.source.close();
	}

}
