package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.connpool.CloseReason;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolException;
import org.jspecify.annotations.Nullable;

/*
 * How callers wait: they join the line, see to it that something is supplied, and are served,
 * failed, or leave. Blocking and async callers stand in the same line.
 */
final class Line<C> {

	private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(10);

	/**
	 * How often a waiter lets others run before it parks, where uses are short: two of
	 * three hand-offs then need no waking up.
	 */
	private static final int YIELDS = 2;

	private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

	private final Pool<C> pool;

	private final Failures failures;

	private final @Nullable Passing<C> passing;

	Line(Pool<C> pool, @Nullable Passing<C> passing) {
		this.pool = pool;
		this.failures = new Failures(pool.workers);
		this.passing = passing;
	}

	/** Waits for a connection; nothing was idle. */
	Lease<C> acquire(Duration timeout) throws InterruptedException {
		long now = this.pool.clock.nanos();
		ParkedWaiter<C> waiter = new ParkedWaiter<>(now, now + waitNanos(timeout));
		join(waiter, now);
		boolean decided;
		try {
			decided = waiter.await(this.pool.clock, this.passing,
					(this.passing == null && areUsesShort()) ? YIELDS : 0);
			left(waiter);
		}
		catch (InterruptedException ex) {
			this.pool.queue.left(waiter);
			left(waiter);
			throw ex;
		}
		catch (Throwable ex) {
			abandon(waiter);
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
		return issue(slot, waiter);
	}

	/**
	 * Makes the lease of a connection that was delivered. A closed pool lends nothing: it
	 * has given up waiting for the thread that this is, and would never abort the lease.
	 * Whoever delivered it may have run out of memory or stack before he could say so;
	 * then it was taken back.
	 */
	private SlotLease<C> issue(Slot<C> slot, Waiter<C> waiter) {
		if (this.pool.gate.isClosed()) {
			this.pool.closer.end(slot, CloseReason.POOL_CLOSED);
			throw new PoolClosedException(this.pool.name());
		}
		if (!waiter.isStillDelivered(slot)) {
			throw timedOut(waiter);
		}
		return this.pool.lending.issueDelivered(slot, waiter);
	}

	/** Whether to change threads takes longer than to wait for a connection. */
	private boolean areUsesShort() {
		long usual = this.pool.opener.demand().usualUseNanos();
		return usual > 0 && usual < SHORT;
	}

	private void left(ParkedWaiter<C> waiter) {
		if (this.passing != null) {
			this.passing.left(waiter);
		}
	}

	/** Out of memory or stack: what was delivered meanwhile must not be lost. */
	private void abandon(Waiter<C> waiter) {
		if (waiter.leave()) {
			this.pool.queue.left(waiter);
			return;
		}
		Slot<C> slot = waiter.delivered();
		if (slot != null && waiter instanceof ParkedWaiter) {
			// what was delivered to a future is taken by a thread of the pool
			slot.lose();
		}
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
			waiter.askedBy(this.pool.lending.asker());
			join(waiter, now);
		}
		catch (Throwable ex) {
			// served in the same instant: the future has the connection and keeps it
			waiter.future.completeExceptionally(ex);
			return waiter.future;
		}
		try {
			waiter.future.whenComplete((lease, failure) -> {
				if (waiter.leave()) {
					this.pool.queue.left(waiter);
				}
			});
			this.pool.wakeBy(waiter.deadline);
		}
		catch (Throwable ex) {
			abandon(waiter);
			waiter.future.completeExceptionally(ex);
		}
		return waiter.future;
	}

	/** Fails everybody in line, because the pool is closed. */
	void failAll() {
		this.pool.queue.failAll(() -> new PoolClosedException(this.pool.name()));
	}

	/**
	 * Completes an async acquire on a thread of the pool: one that was served on a thread
	 * of its own (there are only so many connections), those that failed a few at a time.
	 */
	void complete(FutureWaiter<C> waiter) {
		if (waiter.delivered() != null) {
			this.pool.workers.runSurely(() -> completeDelivered(waiter));
		}
		else {
			this.failures.add(waiter, () -> failureOf(waiter));
		}
	}

	private void completeDelivered(FutureWaiter<C> waiter) {
		Slot<C> slot = waiter.delivered();
		if (slot == null) {
			throw new IllegalStateException("bug: nothing was delivered");
		}
		SlotLease<C> lease;
		try {
			lease = issue(slot, waiter);
		}
		catch (Throwable ex) {
			waiter.future.completeExceptionally(ex);
			return;
		}
		if (!waiter.future.complete(lease)) {
			lease.close();
		}
	}

	/**
	 * Async waiters whose time is up leave the line; the housekeeper calls. They are
	 * watched until they are told, so that none is forgotten for want of memory.
	 */
	void expire(long now) {
		for (;;) {
			FutureWaiter<C> waiter = this.pool.queue.firstExpired(now);
			if (waiter == null) {
				return;
			}
			if (waiter.leave()) {
				waiter.notTold();
				this.pool.queue.countOut(waiter);
			}
			if (waiter.isUntold()) {
				this.failures.add(waiter, () -> timedOut(waiter));
			}
			this.pool.queue.forget(waiter);
		}
	}

	/**
	 * Sees to it that async callers learn of their failure; the housekeeper calls.
	 * @return whether to come again soon
	 */
	boolean helpFailures() {
		return this.failures.help();
	}

	/** Whether there are async callers who have not learned of their failure. */
	boolean isAnyFailing() {
		return !this.failures.isEmpty();
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
		int before = this.pool.queue.add(waiter, this.pool.settings().maxWaiting());
		if (before < 0) {
			this.pool.counters.rejected.increment();
			throw this.pool.diagnosis.overloaded();
		}
		try {
			joined(now, before == 0);
		}
		catch (Throwable ex) {
			// those behind may rely on this one's look
			this.pool.serving.lookLater();
			abandon(waiter);
			this.pool.wakeBy(now + SOON);
			throw ex;
		}
	}

	private void joined(long now, boolean first) {
		if (this.pool.gate.isClosing()) {
			failAll();
			return;
		}
		this.pool.opener.ask(now);
		// what is out and seems not to be has the housekeeper come
		this.pool.tick.ensureRunning();
		if (first) {
			this.pool.serving.look(now, SOON);
		}
		else {
			this.pool.serving.serve();
		}
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

	static IllegalArgumentException negative(Duration timeout) {
		return new IllegalArgumentException("timeout = " + timeout + ", allowed: zero (do not wait) or more");
	}

	private static long waitNanos(Duration timeout) {
		if (timeout.isNegative()) {
			throw negative(timeout);
		}
		return Deadline.saturatedNanos(timeout);
	}

}
