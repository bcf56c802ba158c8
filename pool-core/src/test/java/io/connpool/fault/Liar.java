package io.connpool.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.net.FramedConnection;

/**
 * A factory around an honest one, which tells the pool whatever it is told to.
 */
class Liar implements ConnectionFactory<FramedConnection> {

	private final Books<FramedConnection> honest;

	private final Queue<FramedConnection> neverClosed = new ConcurrentLinkedQueue<>();

	private final Queue<FramedConnection> neverAborted = new ConcurrentLinkedQueue<>();

	private final AtomicInteger validations = new AtomicInteger();

	private volatile Set<Lie> lies = Set.of();

	private volatile boolean hangs;

	Liar(Books<FramedConnection> honest) {
		this.honest = honest;
	}

	/** Tells these lies from now on, and no others. */
	void lies(Lie... lies) {
		Set<Lie> told = EnumSet.noneOf(Lie.class);
		told.addAll(Arrays.asList(lies));
		this.lies = told;
	}

	/** Has the next validation hang until it is interrupted. */
	void hangsOnce() {
		this.hangs = true;
	}

	/** How many validations there were. */
	int validations() {
		return this.validations.get();
	}

	/** Ends the connections of which it only said that it had. */
	void confess() throws Exception {
		lies();
		for (FramedConnection connection : this.neverClosed) {
			this.honest.close(connection);
		}
		this.neverAborted.forEach(this.honest::abort);
	}

	@Override
	public FramedConnection open(OpenRequest request) throws Exception {
		return this.honest.open(request);
	}

	@Override
	public Liveness check(FramedConnection connection) {
		if (this.lies.contains(Lie.CHECK)) {
			return Liveness.ALIVE;
		}
		Liveness liveness = this.honest.check(connection);
		boolean leftToValidation = this.lies.contains(Lie.VALIDATION) && liveness == Liveness.ALIVE;
		return leftToValidation ? Liveness.UNKNOWN : liveness;
	}

	/** The honest one has none, so that this is true because nobody asked. */
	@Override
	public boolean validate(FramedConnection connection, Deadline deadline) throws InterruptedException {
		this.validations.incrementAndGet();
		if (this.hangs) {
			this.hangs = false;
			new CountDownLatch(1).await();
		}
		return true;
	}

	@Override
	public boolean isReusableAfter(FramedConnection connection, Throwable failure) {
		return this.lies.contains(Lie.VERDICT) || this.honest.isReusableAfter(connection, failure);
	}

	@Override
	public void close(FramedConnection connection) throws Exception {
		if (this.lies.contains(Lie.CLOSE)) {
			this.neverClosed.add(connection);
		}
		else {
			this.honest.close(connection);
		}
	}

	@Override
	public void abort(FramedConnection connection) {
		if (this.lies.contains(Lie.ABORT)) {
			this.neverAborted.add(connection);
		}
		else {
			this.honest.abort(connection);
		}
	}

	/** What is not true. */
	enum Lie {

		/** Every connection is alive. */
		CHECK,

		/** Every connection is valid; its check leaves that to the validation. */
		VALIDATION,

		/** Every connection may be used again, whatever its use ended with. */
		VERDICT,

		/** It has been closed. */
		CLOSE,

		/** It has been aborted. */
		ABORT

	}

}
