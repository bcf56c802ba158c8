package io.connpool.benchmarks.contender.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.ResourceFactory;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@link StubConnection}. A driver is found by its name and a URL, so the
 * factories are kept here, each under a URL of its own.
 */
public final class StubDriver implements Driver {

	private static final String PREFIX = "jdbc:stub:";

	private static final Map<String, ResourceFactory> FACTORIES = new ConcurrentHashMap<>();

	private static final AtomicInteger COUNT = new AtomicInteger();

	static {
		try {
			DriverManager.registerDriver(new StubDriver());
		}
		catch (SQLException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Makes a factory reachable.
	 * @param factory opens what the connections lead to
	 * @return the URL to connect to
	 */
	public static String register(ResourceFactory factory) {
		String url = PREFIX + COUNT.incrementAndGet();
		FACTORIES.put(url, factory);
		return url;
	}

	/**
	 * Forgets a factory.
	 * @param url its URL
	 */
	public static void forget(String url) {
		FACTORIES.remove(url);
	}

	/**
	 * Returns what a connection leads to.
	 * @param connection a connection of this driver, whatever a pool wrapped it in
	 * @return the resource
	 */
	public static Resource resource(Object connection) {
		try {
			return ((Connection) connection).unwrap(StubConnection.class).resource();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public @Nullable Connection connect(String url, Properties info) throws SQLException {
		ResourceFactory factory = FACTORIES.get(url);
		if (factory == null) {
			return null;
		}
		try {
			return new StubConnection(factory.open());
		}
		catch (Exception ex) {
			throw new SQLException("cannot open: " + ex.getMessage(), "08001", ex);
		}
	}

	@Override
	public boolean acceptsURL(String url) {
		return url.startsWith(PREFIX);
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
		return new DriverPropertyInfo[0];
	}

	@Override
	public int getMajorVersion() {
		return 1;
	}

	@Override
	public int getMinorVersion() {
		return 0;
	}

	@Override
	public boolean jdbcCompliant() {
		return false;
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException("a stub does not log");
	}

}
