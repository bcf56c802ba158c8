package io.connpool.test;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@linkplain FakeConnection connections to nowhere}. Has every method a factory
 * can have; each follows a {@link Script}, so that it fails, hangs or answers as a test
 * wants.
 *
 * <p>
 * A pool finds out which methods a factory has. To see it without some of them, give it
 * {@link #withoutReset()}, {@link #openAndCloseOnly()} or {@link #openOnly()} instead of
 * this; they share the scripts and the ledger.
 * <p>
 * <b>Threads:</b> any.
 */
public final class FakeConnectionFactory implements ConnectionFactory<FakeConnection> {

	private final Script<OpenRequest, @Nullable FakeConnection> opens = new Script<>((request) -> newConnection());

	private final Script<FakeConnection, Liveness> checks = new Script<>((connection) -> Liveness.UNKNOWN);

	private final Script<FakeConnection, Boolean> validations = new Script<>((connection) -> true);

	private final Script<FakeConnection, Boolean> resets = new Script<>((connection) -> true);

	private final Script<FakeConnection, Boolean> verdicts = new Script<>((connection) -> false);

	private final Script<FakeConnection, Boolean> closes = new Script<>((connection) -> true);

	private final Script<FakeConnection, Boolean> aborts = new Script<>((connection) -> true);

	private final List<Script<?, ?>> scripts = List.of(this.opens, this.checks, this.validations, this.resets,
			this.verdicts, this.closes, this.aborts);

	private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();

	private final List<OpenRequest> requests = new CopyOnWriteArrayList<>();

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	private final AtomicLong lastId = new AtomicLong();

	private final AtomicInteger present = new AtomicInteger();

	private final AtomicInteger peak = new AtomicInteger();

	/**
	 * Creates a factory whose methods do their normal work: nothing, successfully.
	 */
	public FakeConnectionFactory() {
	}

	/**
	 * Returns what {@link ConnectionFactory#open} does; normally opens a new connection.
	 * @return the script
	 */
	public Script<OpenRequest, @Nullable FakeConnection> opens() {
		return this.opens;
	}

	/**
	 * Returns what {@link ConnectionFactory#check} does; normally answers
	 * {@link Liveness#UNKNOWN}.
	 * @return the script
	 */
	public Script<FakeConnection, Liveness> checks() {
		return this.checks;
	}

	/**
	 * Returns what {@link ConnectionFactory#validate} does; normally answers true.
	 * @return the script
	 */
	public Script<FakeConnection, Boolean> validations() {
		return this.validations;
	}

	/**
	 * Returns what {@link ConnectionFactory#reset} does; what it answers is of no
	 * interest.
	 * @return the script
	 */
	public Script<FakeConnection, Boolean> resets() {
		return this.resets;
	}

	/**
	 * Returns what {@link ConnectionFactory#isReusableAfter} does; normally answers
	 * false.
	 * @return the script
	 */
	public Script<FakeConnection, Boolean> verdicts() {
		return this.verdicts;
	}

	/**
	 * Returns what {@link ConnectionFactory#close} does; what it answers is of no
	 * interest.
	 * @return the script
	 */
	public Script<FakeConnection, Boolean> closes() {
		return this.closes;
	}

	/**
	 * Returns what {@link ConnectionFactory#abort} does; what it answers is of no
	 * interest.
	 * @return the script
	 */
	public Script<FakeConnection, Boolean> aborts() {
		return this.aborts;
	}

	/**
	 * Lets every method do its normal work again. Blocked calls stay blocked.
	 */
	public void heal() {
		this.scripts.forEach(Script::heal);
	}

	/**
	 * Lets all blocked calls go on.
	 */
	public void release() {
		this.scripts.forEach(Script::release);
	}

	/**
	 * Returns whether a thread is blocked in one of the methods until somebody releases
	 * or interrupts it.
	 * @param thread any thread
	 * @return true if it waits in a script
	 */
	public boolean isHanging(Thread thread) {
		return this.scripts.stream().anyMatch((script) -> script.isHanging(thread));
	}

	/**
	 * Returns every connection opened so far, in that order.
	 * @return the connections, ended ones included
	 */
	public List<FakeConnection> connections() {
		return List.copyOf(this.connections);
	}

	/**
	 * Returns a connection by its number.
	 * @param id its number, 1 or more
	 * @return the connection
	 */
	public FakeConnection connection(int id) {
		return this.connections.get(id - 1);
	}

	/**
	 * Returns what {@code open} was called with.
	 * @return the requests, in the order of the calls
	 */
	public List<OpenRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Returns how many connections were opened so far.
	 * @return the number of connections, ended ones included
	 */
	public int opened() {
		return this.connections.size();
	}

	/**
	 * Returns how many connections are open.
	 * @return the number of connections neither closed nor aborted
	 */
	public int live() {
		return (int) this.connections.stream().filter(FakeConnection::isOpen).count();
	}

	/**
	 * Returns how many connections a server would see now: open ones and those being
	 * opened.
	 * @return the number of connections
	 */
	public int present() {
		return this.present.get();
	}

	/**
	 * Returns how many connections a server would have seen at the same time.
	 * @return the greatest {@link #present()} so far
	 */
	public int peak() {
		return this.peak.get();
	}

	/**
	 * Returns what happened to connections that must never happen.
	 * @return for example that one was closed twice; empty if the pool behaves
	 */
	public List<String> violations() {
		return List.copyOf(this.violations);
	}

	/**
	 * Returns this factory without its {@code reset}.
	 * @return a view that shares the scripts and the ledger
	 */
	public ConnectionFactory<FakeConnection> withoutReset() {
		return new WithoutReset();
	}

	/**
	 * Returns this factory with {@code open}, {@code isReusableAfter}, {@code close} and
	 * {@code abort} only.
	 * @return a view that shares the scripts and the ledger
	 */
	public ConnectionFactory<FakeConnection> openAndCloseOnly() {
		return new OpenAndCloseOnly();
	}

	/**
	 * Returns this factory as a lambda. Connections are closed by
	 * {@link AutoCloseable#close()} and the script of {@code close} is not followed.
	 * @return a view that shares the script of {@code open} and the ledger
	 */
	public ConnectionFactory<FakeConnection> openOnly() {
		return (request) -> open(request);
	}

	@Override
	@SuppressWarnings("NullAway") // returning null on purpose is one of the things to
									// test
	public FakeConnection open(OpenRequest request) {
		this.requests.add(request);
		this.peak.accumulateAndGet(this.present.incrementAndGet(), Math::max);
		FakeConnection connection = null;
		try {
			connection = this.opens.play(request);
			return connection;
		}
		finally {
			if (connection == null || this.connections.contains(connection)) {
				this.present.decrementAndGet();
			}
			else {
				connection.onEnd(this.present::decrementAndGet);
				this.connections.add(connection);
			}
		}
	}

	@Override
	public Liveness check(FakeConnection connection) {
		return hook("checked", connection, this.checks);
	}

	@Override
	public boolean validate(FakeConnection connection, Deadline deadline) {
		return hook("validated", connection, this.validations);
	}

	@Override
	public void reset(FakeConnection connection, Deadline deadline) {
		hook("reset", connection, this.resets);
	}

	@Override
	public boolean isReusableAfter(FakeConnection connection, Throwable failure) {
		return hook("judged", connection, this.verdicts);
	}

	@Override
	public void close(FakeConnection connection) {
		boolean orderly = false;
		connection.beginClose();
		try {
			hook("closed", connection, this.closes);
			orderly = true;
		}
		finally {
			connection.endClose(orderly);
		}
	}

	@Override
	public void abort(FakeConnection connection) {
		connection.beginAbort();
		try {
			this.aborts.play(connection);
		}
		finally {
			connection.end();
		}
	}

	@Override
	public String toString() {
		return "FakeConnectionFactory[opened=" + opened() + " live=" + live() + "]";
	}

	private FakeConnection newConnection() {
		return new FakeConnection(this.lastId.incrementAndGet(), this.violations);
	}

	private static <R extends @Nullable Object> R hook(String name, FakeConnection connection,
			Script<FakeConnection, R> script) {
		connection.beginHook(name);
		try {
			return script.play(connection);
		}
		finally {
			connection.endHook(name);
		}
	}

	private class OpenAndCloseOnly implements ConnectionFactory<FakeConnection> {

		@Override
		public FakeConnection open(OpenRequest request) {
			return FakeConnectionFactory.this.open(request);
		}

		@Override
		public boolean isReusableAfter(FakeConnection connection, Throwable failure) {
			return FakeConnectionFactory.this.isReusableAfter(connection, failure);
		}

		@Override
		public void close(FakeConnection connection) {
			FakeConnectionFactory.this.close(connection);
		}

		@Override
		public void abort(FakeConnection connection) {
			FakeConnectionFactory.this.abort(connection);
		}

	}

	private final class WithoutReset extends OpenAndCloseOnly {

		@Override
		public Liveness check(FakeConnection connection) {
			return FakeConnectionFactory.this.check(connection);
		}

		@Override
		public boolean validate(FakeConnection connection, Deadline deadline) {
			return FakeConnectionFactory.this.validate(connection, deadline);
		}

	}

}
