package io.connpool.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A driver's connection that remembers its properties and every call.
 */
final class RecordingConnection implements InvocationHandler {

	final List<String> calls = new ArrayList<>();

	private final Map<String, Object> properties = new HashMap<>();

	private final Map<String, Throwable> failures = new HashMap<>();

	private boolean closed;

	RecordingConnection() {
		this.properties.put("AutoCommit", true);
		this.properties.put("ReadOnly", false);
		this.properties.put("TransactionIsolation", Connection.TRANSACTION_READ_COMMITTED);
		this.properties.put("Valid", true);
	}

	RecordingConnection with(String property, Object value) {
		this.properties.put(property, value);
		return this;
	}

	RecordingConnection failing(String method, Throwable failure) {
		this.failures.put(method, failure);
		return this;
	}

	RecordingConnection unsupported(String... methods) {
		Arrays.stream(methods).forEach((method) -> failing(method, new SQLFeatureNotSupportedException(method)));
		return this;
	}

	Connection connection() {
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				this);
	}

	/** All calls but those that only look. */
	List<String> writes() {
		return this.calls.stream().filter((call) -> !call.startsWith("get") && !call.startsWith("is")).toList();
	}

	@Override
	public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
		String name = method.getName();
		if (name.equals("hashCode") || name.equals("equals") || name.equals("toString")) {
			// as hostile to maps as a driver may be
			throw new UnsupportedOperationException(name);
		}
		this.calls.add(name + Arrays.stream((args != null) ? args : new Object[0])
			.map(String::valueOf)
			.collect(Collectors.joining(",", "(", ")")));
		if (this.failures.containsKey(name)) {
			throw this.failures.get(name);
		}
		if (name.equals("close") || name.equals("abort")) {
			this.closed = true;
		}
		if (name.equals("isClosed")) {
			return this.closed;
		}
		if (name.startsWith("set")) {
			this.properties.put(name.substring(3), args[args.length - 1]);
		}
		return this.properties.get(name.replaceFirst("^(get|is)", ""));
	}

}
