package io.connpool.fault;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.OpenRequest;

/**
 * Keeps books on the connections of a factory: how many there are at the same time, from
 * the beginning of an open to the end of a close, and that each is closed once.
 */
public class Books<C> implements ConnectionFactory<C> {

	private final ConnectionFactory<C> factory;

	private final Greeting<C> greeting;

	private final Map<C, Entry> entries = new ConcurrentHashMap<>();

	private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

	private final AtomicInteger present = new AtomicInteger();

	private final AtomicInteger peak = new AtomicInteger();

	/** What an open does last, on the thread of the pool. */
	volatile Consumer<C> lastOfOpen = (connection) -> {
	};

	private Books(ConnectionFactory<C> factory, Greeting<C> greeting) {
		this.factory = factory;
		this.greeting = greeting;
	}

	/** Of a factory that neither validates nor resets. */
	public static <C> Books<C> of(ConnectionFactory<C> factory) {
		return greeted(factory, (connection) -> {
		});
	}

	/** A connection is open only when it has been greeted. */
	static <C> Books<C> greeted(ConnectionFactory<C> factory, Greeting<C> greeting) {
		return new Books<>(factory, greeting);
	}

	/** The same for a factory that validates. */
	public static <C> Books<C> validating(ConnectionFactory<C> factory) {
		return new Books<>(factory, (connection) -> {
		}) {

			@Override
			public boolean validate(C connection, Deadline deadline) throws Exception {
				return factory.validate(connection, deadline);
			}

		};
	}

	/** The same for a factory that resets. */
	public static <C> Books<C> resetting(ConnectionFactory<C> factory) {
		return new Books<>(factory, (connection) -> {
		}) {

			@Override
			public void reset(C connection, Deadline deadline) throws Exception {
				factory.reset(connection, deadline);
			}

		};
	}

	@Override
	public C open(OpenRequest request) throws Exception {
		this.peak.accumulateAndGet(this.present.incrementAndGet(), Math::max);
		boolean opened = false;
		try {
			C connection = this.factory.open(request);
			try {
				this.greeting.awaitOn(connection);
				this.lastOfOpen.accept(connection);
				this.entries.put(connection, new Entry());
				opened = true;
				return connection;
			}
			finally {
				if (!opened) {
					this.factory.abort(connection);
				}
			}
		}
		finally {
			if (!opened) {
				this.present.decrementAndGet();
			}
		}
	}

	@Override
	public Liveness check(C connection) {
		return this.factory.check(connection);
	}

	@Override
	public boolean isReusableAfter(C connection, Throwable failure) {
		return this.factory.isReusableAfter(connection, failure);
	}

	@Override
	public void close(C connection) throws Exception {
		Entry entry = this.entries.get(connection);
		require(entry.closes.incrementAndGet() == 1, connection, "closed twice");
		require(entry.aborts.get() == 0, connection, "closed after it had been aborted");
		try {
			this.factory.close(connection);
		}
		finally {
			gone(entry);
		}
	}

	@Override
	public void abort(C connection) {
		Entry entry = this.entries.get(connection);
		require(entry.aborts.incrementAndGet() == 1, connection, "aborted twice");
		try {
			this.factory.abort(connection);
		}
		finally {
			gone(entry);
		}
	}

	private void gone(Entry entry) {
		if (entry.gone.compareAndSet(false, true)) {
			this.present.decrementAndGet();
		}
	}

	private void require(boolean rule, C connection, String complaint) {
		if (!rule) {
			this.complaints.add(connection + " was " + complaint);
		}
	}

	/** Connections that there ever were. */
	int opened() {
		return this.entries.size();
	}

	/** Connections that were opened and not closed. */
	long live() {
		return this.entries.values().stream().filter((entry) -> !entry.gone.get()).count();
	}

	/** Most that there were at the same time, opening and closing ones included. */
	int peak() {
		return this.peak.get();
	}

	/** What was done to connections that must not be. */
	Queue<String> complaints() {
		return this.complaints;
	}

	@Override
	public String toString() {
		return "opened=" + opened() + " live=" + live() + " peak=" + peak() + " complaints=" + this.complaints;
	}

	/** What the server says first. */
	interface Greeting<C> {

		void awaitOn(C connection) throws Exception;

	}

	private static final class Entry {

		private final AtomicInteger closes = new AtomicInteger();

		private final AtomicInteger aborts = new AtomicInteger();

		private final AtomicBoolean gone = new AtomicBoolean();

	}

}
