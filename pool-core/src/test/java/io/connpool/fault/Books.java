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
import io.connpool.net.FramedConnection;

/**
 * Keeps books on the connections of a factory: how many there are at the same time, from
 * the beginning of an open to the end of a close, and that each is closed once.
 */
class Books implements ConnectionFactory<FramedConnection> {

	private final ConnectionFactory<FramedConnection> factory;

	private final boolean greeted;

	private final Map<FramedConnection, Entry> entries = new ConcurrentHashMap<>();

	private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

	private final AtomicInteger present = new AtomicInteger();

	private final AtomicInteger peak = new AtomicInteger();

	/** What an open does last, on the thread of the pool. */
	volatile Consumer<FramedConnection> lastOfOpen = (connection) -> {
	};

	private Books(ConnectionFactory<FramedConnection> factory, boolean greeted) {
		this.factory = factory;
		this.greeted = greeted;
	}

	static Books of(ConnectionFactory<FramedConnection> factory) {
		return new Books(factory, false);
	}

	/** A connection is open only when the server has said something. */
	static Books greeted(ConnectionFactory<FramedConnection> factory) {
		return new Books(factory, true);
	}

	/** The same for a factory that validates. */
	static Books validating(ConnectionFactory<FramedConnection> factory) {
		return new Books(factory, false) {

			@Override
			public boolean validate(FramedConnection connection, Deadline deadline) throws Exception {
				return factory.validate(connection, deadline);
			}

		};
	}

	@Override
	public FramedConnection open(OpenRequest request) throws Exception {
		this.peak.accumulateAndGet(this.present.incrementAndGet(), Math::max);
		boolean opened = false;
		try {
			FramedConnection connection = this.factory.open(request);
			try {
				if (this.greeted) {
					connection.receive();
				}
				this.lastOfOpen.accept(connection);
				this.entries.put(connection, new Entry());
				opened = true;
				return connection;
			}
			finally {
				if (!opened) {
					connection.abort();
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
	public Liveness check(FramedConnection connection) {
		return this.factory.check(connection);
	}

	@Override
	public boolean isReusableAfter(FramedConnection connection, Throwable failure) {
		return this.factory.isReusableAfter(connection, failure);
	}

	@Override
	public void close(FramedConnection connection) throws Exception {
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
	public void abort(FramedConnection connection) {
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

	private void require(boolean rule, FramedConnection connection, String complaint) {
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

	private static final class Entry {

		private final AtomicInteger closes = new AtomicInteger();

		private final AtomicInteger aborts = new AtomicInteger();

		private final AtomicBoolean gone = new AtomicBoolean();

	}

}
