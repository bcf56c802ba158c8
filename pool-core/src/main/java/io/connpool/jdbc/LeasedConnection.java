package io.connpool.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.connpool.Lease;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PooledDataSource} gives out: everything goes to the leased connection but
 * the end of its use, and what fails is remembered until then.
 */
final class LeasedConnection implements InvocationHandler {

	/*
	 * A dynamic proxy rather than sixty delegating methods: methods that later JDKs add
	 * reach the driver, and a call costs tens of nanoseconds beside a statement's
	 * microseconds.
	 *
	 * The lease is not invalidated on the spot, although the connection may be known to
	 * be broken: its holder is still in it, with statements and transactions to unwind.
	 */

	private final Lease<Connection> lease;

	private final String poolName;

	private final Connection connection;

	private final AtomicBoolean closed = new AtomicBoolean();

	/** Statements and result sets of metadata; by identity, as drivers may define any. */
	private final Set<Part> openParts = ConcurrentHashMap.newKeySet(4);

	/** The worst so far. Racing writers may lose the lesser of two failures. */
	private volatile @Nullable Throwable failure;

	private LeasedConnection(Lease<Connection> lease, String poolName) {
		this.lease = lease;
		this.poolName = poolName;
		this.connection = lease.connection();
	}

	static Connection viewOf(Lease<Connection> lease, String poolName) {
		return proxy(Connection.class, new LeasedConnection(lease, poolName));
	}

	@Override
	public @Nullable Object invoke(Object view, Method method, Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "close" -> close();
			case "abort" -> abort(args);
			case "isClosed" -> this.closed.get() || this.connection.isClosed();
			case "isValid" -> !this.closed.get() && isValid(method, args);
			case "unwrap" -> unwrap(view, (Class<?>) arg(args), method, args);
			case "isWrapperFor" -> ((Class<?>) arg(args)).isInstance(view)
					|| ((Class<?>) arg(args)).isInstance(this.connection) || (boolean) callAny(method, args);
			case "createStatement", "prepareStatement", "prepareCall" -> statement((Connection) view, method, args);
			case "getMetaData" ->
				proxy(DatabaseMetaData.class, new Part((Connection) view, callAny(method, args), null));
			case "setClientInfo" -> setClientInfo(method, args);
			case "equals" -> view == arg(args);
			case "hashCode" -> System.identityHashCode(view);
			case "toString" -> "connection of " + this.poolName + (this.closed.get() ? " (closed)" : "");
			default -> call(method, args);
		};
	}

	private Statement statement(Connection view, Method method, Object @Nullable [] args) throws Throwable {
		return (Statement) new Part(view, callAny(method, args), null).open(method.getReturnType());
	}

	/** May throw no other kind of {@code SQLException}. */
	private @Nullable Object setClientInfo(Method method, Object @Nullable [] args) throws Throwable {
		if (this.closed.get()) {
			throw new SQLClientInfoException(givenBack(), "08003", Map.of());
		}
		return call(this.connection, method, args);
	}

	private boolean isValid(Method method, Object @Nullable [] args) throws Throwable {
		boolean valid = (boolean) callAny(method, args);
		if (!valid) {
			note(new SQLNonTransientConnectionException(this.poolName + " – found invalid by its holder", "08006"));
		}
		return valid;
	}

	private @Nullable Object close() {
		if (!this.closed.compareAndSet(false, true)) {
			return null;
		}
		try {
			this.openParts.forEach(Part::end);
		}
		finally {
			Throwable cause = this.failure;
			if (cause != null) {
				this.lease.invalidate(cause);
			}
			else {
				this.lease.close();
			}
		}
		return null;
	}

	private @Nullable Object abort(Object @Nullable [] args) throws SQLException {
		if (!this.closed.compareAndSet(false, true)) {
			return null;
		}
		try {
			this.connection.abort((Executor) arg(args));
		}
		finally {
			this.lease.invalidate(new SQLNonTransientConnectionException(this.poolName + " – aborted", "08006"));
		}
		return null;
	}

	private Object unwrap(Object view, Class<?> type, Method method, Object @Nullable [] args) throws Throwable {
		if (type.isInstance(view)) {
			return view;
		}
		requireOpen();
		return type.isInstance(this.connection) ? this.connection : callAny(method, args);
	}

	private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
		requireOpen();
		return call(this.connection, method, args);
	}

	private Object callAny(Method method, Object @Nullable [] args) throws Throwable {
		Object result = call(method, args);
		if (result == null) {
			throw new SQLException(this.poolName + " – the driver returned null from " + method.getName());
		}
		return result;
	}

	private @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = (ex.getCause() != null) ? ex.getCause() : ex;
			note(thrown);
			throw thrown;
		}
	}

	private void requireOpen() throws SQLException {
		if (this.closed.get()) {
			throw new SQLException(givenBack(), "08003");
		}
	}

	private String givenBack() {
		return this.poolName + " – this connection has been given back";
	}

	private void note(Throwable thrown) {
		Throwable known = this.failure;
		if (known == null || Harm.of(thrown).compareTo(Harm.of(known)) > 0) {
			this.failure = thrown;
		}
	}

	private static Object arg(Object @Nullable [] args) {
		if (args == null || args.length == 0) {
			throw new IllegalArgumentException("bug: an argument is missing");
		}
		return args[0];
	}

	@SuppressWarnings("unchecked")
	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return (T) Proxy.newProxyInstance(LeasedConnection.class.getClassLoader(), new Class<?>[] { type }, handler);
	}

	/**
	 * A statement of the connection, its metadata, or a result set of either: leads back
	 * to the view instead of the raw connection, and ends with it.
	 */
	private final class Part implements InvocationHandler {

		private final Connection view;

		private final Object target;

		/** The statement that a result set belongs to, if it was asked for the rows. */
		private final @Nullable Object statement;

		Part(Connection view, Object target, @Nullable Object statement) {
			this.view = view;
			this.target = target;
			this.statement = statement;
		}

		/** To be closed with the view if nobody does before. */
		Object open(Class<?> type) {
			LeasedConnection.this.openParts.add(this);
			return proxy(type, this);
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
			return switch (method.getName()) {
				case "getConnection" -> this.view;
				case "close" -> close(method, args);
				case "isClosed" -> isClosed(method, args);
				case "equals" -> proxy == arg(args);
				case "hashCode" -> System.identityHashCode(proxy);
				case "toString" -> this.target.toString();
				case "unwrap" -> ((Class<?>) arg(args)).isInstance(proxy) ? proxy : use(method, args);
				default -> part(proxy, method.getReturnType(), use(method, args));
			};
		}

		private @Nullable Object use(Method method, Object @Nullable [] args) throws Throwable {
			requireOpen();
			return call(this.target, method, args);
		}

		/**
		 * The declared type counts: with SQLite a result set is its own metadata, too.
		 */
		private @Nullable Object part(Object proxy, Class<?> declared, @Nullable Object result) {
			if (result instanceof ResultSet && declared.isAssignableFrom(ResultSet.class)) {
				return (this.target instanceof DatabaseMetaData)
						? new Part(this.view, result, null).open(ResultSet.class)
						: proxy(ResultSet.class, new Part(this.view, result,
								(this.target instanceof Statement) ? proxy : this.statement));
			}
			if (result instanceof Statement && declared.isAssignableFrom(Statement.class)) {
				return (this.statement != null) ? this.statement
						: proxy(Statement.class, new Part(this.view, result, null));
			}
			return result;
		}

		private @Nullable Object close(Method method, Object @Nullable [] args) throws Throwable {
			if (!LeasedConnection.this.closed.get()) {
				LeasedConnection.this.openParts.remove(this);
				call(this.target, method, args);
			}
			return null;
		}

		/** Whatever it throws, the others and the lease are to be ended too. */
		void end() {
			try {
				((AutoCloseable) this.target).close();
			}
			catch (Throwable ex) {
				note(ex);
			}
		}

		private @Nullable Object isClosed(Method method, Object @Nullable [] args) throws Throwable {
			return LeasedConnection.this.closed.get() || Boolean.TRUE.equals(call(this.target, method, args));
		}

	}

}
