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

	FutureWaiter(Pool<C> pool, long enqueuedAt, long deadline) {
		super(enqueuedAt, deadline);
		this.pool = pool;
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
