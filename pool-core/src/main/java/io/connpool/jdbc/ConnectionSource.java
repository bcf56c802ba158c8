package io.connpool.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;

/**
 * Where new connections come from.
 */
@FunctionalInterface
interface ConnectionSource {

	Connection open() throws SQLException;

	/**
	 * Finds the driver now, so that a missing one is known before anybody waits for it.
	 */
	static ConnectionSource of(String url, Properties properties) {
		Properties copy = new Properties();
		properties.stringPropertyNames().forEach((name) -> copy.setProperty(name, properties.getProperty(name)));
		Driver driver = driverFor(url);
		return () -> {
			// a driver may change what it is given
			Connection connection = driver.connect(url, (Properties) copy.clone());
			if (connection == null) {
				throw new SQLNonTransientConnectionException(
						driver.getClass().getName() + " no longer accepts " + scheme(url) + " URLs", "08001");
			}
			return connection;
		};
	}

	private static Driver driverFor(String url) {
		try {
			return DriverManager.getDriver(url);
		}
		catch (SQLException ex) {
			throw new IllegalArgumentException(
					"no JDBC driver on the class path accepts " + scheme(url) + " URLs; add the driver's dependency",
					ex);
		}
	}

	/** The rest of a URL may hold a password. */
	private static String scheme(String url) {
		String[] parts = url.split(":", 3);
		return (parts.length == 3) ? (parts[0] + ':' + parts[1] + ':') : "such";
	}

}
