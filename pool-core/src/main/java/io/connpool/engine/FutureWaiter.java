package io.connpool.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.Lease;
import org.jspecify.annotations.Nullable;

/**
 * A future that completes when it is served. Its deadline is watched by the housekeeper.
 */
final class FutureWaiter<C> extends Waiter<C> implements Comparable<FutureWaiter<C>> {

	private static final AtomicLong NUMBERS = new AtomicLong();

	final CompletableFuture<Lease<C>> future = new CompletableFuture<>();

	private final Pool<C> pool;

	private final long number = NUMBERS.incrementAndGet();

	/**
	 * Who has to wait for it: written before the waiter is in line, and forgotten when it
	 * leaves, because the line may remember the waiter for longer than that.
	 */
	private @Nullable Asker asker;

	FutureWaiter(Pool<C> pool, long enqueuedAt, long deadline) {
		super(enqueuedAt, deadline);
		this.pool = pool;
	}

	/** The thread that asks has to wait. */
	void askedBy(Asker asker) {
		this.asker = asker;
	}

	@Nullable Asker asker() {
		return this.asker;
	}

	/** For who made it leave, so that nothing will be delivered to it. */
	void forgetAsker() {
		this.asker = null;
	}

	@Override
	void signal() {
		this.pool.line.complete(this);
	}

	@Override
	public int compareTo(FutureWaiter<C> other) {
		long difference = this.deadline - other.deadline;
		return (difference != 0) ? Long.signum(difference) : Long.compare(this.number, other.number);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.number);
	}

}
