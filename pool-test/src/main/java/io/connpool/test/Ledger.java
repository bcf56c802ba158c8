package io.connpool.test;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.OpenRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a factory was asked for, what it opened, and how many of them a server would see.
 */
final class Ledger {

	private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();

	private final List<OpenRequest> requests = new CopyOnWriteArrayList<>();

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	private final AtomicLong lastId = new AtomicLong();

	private final AtomicInteger present = new AtomicInteger();

	private final AtomicInteger peak = new AtomicInteger();

	FakeConnection newConnection() {
		return new FakeConnection(this.lastId.incrementAndGet(), this.violations);
	}

	void opening(OpenRequest request) {
		this.requests.add(request);
		this.peak.accumulateAndGet(this.present.incrementAndGet(), Math::max);
	}

	/** Ends what {@link #opening} began; null if it failed. */
	void opened(@Nullable FakeConnection connection) {
		if (connection == null || this.connections.contains(connection)) {
			this.present.decrementAndGet();
		}
		else {
			connection.onEnd(this.present::decrementAndGet);
			this.connections.add(connection);
		}
	}

	List<FakeConnection> connections() {
		return List.copyOf(this.connections);
	}

	List<OpenRequest> requests() {
		return List.copyOf(this.requests);
	}

	List<String> violations() {
		return List.copyOf(this.violations);
	}

	int present() {
		return this.present.get();
	}

	int peak() {
		return this.peak.get();
	}

}
