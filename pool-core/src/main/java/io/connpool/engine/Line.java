package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolException;

/*
 * How callers wait: they join the line, see to it that something is supplied, and are served,
 * failed, or leave. Blocking and async callers stand in the same line.
 */
final class Line<C> {

	private final Pool<C> pool;

	Line(Pool<C> pool) {
		this.pool = pool;
	}

	/** Waits for a connection; nothing was idle. */
	Lease<C> acquire(Duration timeout) throws InterruptedException {
		long now = this.pool.clock.nanos();
		ParkedWaiter<C> waiter = new ParkedWaiter<>(now, now + waitNanos(timeout));
		join(waiter, now);
		boolean decided;
		try {
			decided = waiter.await(this.pool.clock);
		}
		catch (InterruptedException ex) {
			this.pool.queue.left(waiter);
			throw ex;
		}
		if (!decided) {
			this.pool.queue.left(waiter);
			throw timedOut(waiter);
		}
		Slot<C> slot = waiter.delivered();
		if (slot == null) {
			throw failureOf(waiter);
		}
		return this.pool.lending.issueDelivered(slot, waiter);
	}

	CompletableFuture<Lease<C>> acquireAsync(Duration timeout) {
		long now = this.pool.clock.nanos();
		FutureWaiter<C> waiter = new FutureWaiter<>(this.pool, now, now + waitNanos(timeout));
		try {
			Lease<C> lease = this.pool.lending.acquireIdle(true);
			if (lease != null) {
				waiter.future.complete(lease);
				return waiter.future;
			}
			join(waiter, now);
		}
		catch (PoolException ex) {
			waiter.future.completeExceptionally(ex);
			return waiter.future;
		}
		waiter.future.whenComplete((lease, failure) -> {
			if (waiter.leave()) {
				this.pool.queue.left(waiter);
			}
		});
		this.pool.wakeBy(waiter.deadline);
		return waiter.future;
	}

	/** Gives idle connections to those in line, until one or the other has run out. */
	void serve() {
		while (this.pool.gate.isRunning() && !this.pool.queue.isEmpty()) {
			if (!this.pool.lending.offerIdle()) {
				return;
			}
		}
	}

	/** Fails everybody in line, because the pool is closed. */
	void failAll() {
		this.pool.queue.failAll(() -> new PoolClosedException(this.pool.name()));
	}

	/** Completes an async acquire on a thread of the pool. */
	void complete(FutureWaiter<C> waiter) {
		this.pool.workers.runSurely(() -> {
			Slot<C> slot = waiter.delivered();
			if (slot == null) {
				waiter.future.completeExceptionally(failureOf(waiter));
				return;
			}
			SlotLease<C> lease = this.pool.lending.issueDelivered(slot, waiter);
			if (!waiter.future.complete(lease)) {
				lease.close();
			}
		});
	}

	/** Async waiters whose time is up leave the line; the housekeeper calls. */
	void expire(long now) {
		for (FutureWaiter<C> late = this.pool.queue.nextExpired(now); late != null; late = this.pool.queue
			.nextExpired(now)) {
			FutureWaiter<C> waiter = late;
			if (waiter.leave()) {
				this.pool.queue.left(waiter);
				this.pool.workers.runSurely(() -> waiter.future.completeExceptionally(timedOut(waiter)));
			}
		}
	}

	/**
	 * Joins the line and sees to it that something is supplied. Every step of the order
	 * matters: whoever joins must be visible before it looks at the state, the idle
	 * connections and the opens, because whoever changes those looks at the line
	 * afterwards.
	 */
	private void join(Waiter<C> waiter, long now) {
		this.pool.throwIfClosed();
		if (this.pool.gate.isRunning() && this.pool.opener.isBreakerOpen() && !this.pool.table.isAnyServing()) {
			this.pool.opener.ask(now);
			this.pool.opener.supply();
			throw this.pool.diagnosis.openFailed(this.pool.opener.circuit());
		}
		if (!this.pool.queue.add(waiter, this.pool.settings().maxWaiting())) {
			this.pool.counters.rejected.increment();
			throw this.pool.diagnosis.overloaded();
		}
		if (this.pool.gate.isClosing()) {
			failAll();
			return;
		}
		this.pool.opener.ask(now);
		serve();
		this.pool.opener.supply();
	}

	private PoolException timedOut(Waiter<C> waiter) {
		long waited = this.pool.clock.nanos() - waiter.enqueuedAt;
		this.pool.counters.timedOut.increment();
		this.pool.notifier.timeout(waited);
		return this.pool.diagnosis.timedOut(waited);
	}

	private PoolException failureOf(Waiter<C> waiter) {
		PoolException failure = waiter.failure();
		return (failure != null) ? failure : new PoolClosedException(this.pool.name());
	}

	private static long waitNanos(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout = " + timeout + ", allowed: zero (do not wait) or more");
		}
		return Deadline.saturatedNanos(timeout);
	}

}
