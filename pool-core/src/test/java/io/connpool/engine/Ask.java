package io.connpool.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An acquire that was begun by a test.
 */
final class Ask {

	private final CompletableFuture<Lease<FakeConnection>> future;

	private @Nullable Lease<FakeConnection> lease;

	Ask(CompletableFuture<Lease<FakeConnection>> future) {
		this.future = future;
	}

	CompletableFuture<Lease<FakeConnection>> future() {
		return this.future;
	}

	boolean isServed() {
		return this.future.isDone() && !this.future.isCompletedExceptionally();
	}

	boolean isWaiting() {
		return !this.future.isDone();
	}

	boolean isFailed() {
		return this.future.isCompletedExceptionally();
	}

	/** The lease, which must be there. */
	Lease<FakeConnection> lease() {
		Lease<FakeConnection> lease = this.lease;
		if (lease == null) {
			assertThat(this.future).as("an acquire that must have been served").isCompleted();
			lease = new Loan(this.future.join());
			this.lease = lease;
		}
		return lease;
	}

	/** What the acquire failed with, which it must have. */
	Throwable failure() {
		assertThat(this.future).as("an acquire that must have failed").isCompletedExceptionally();
		try {
			this.future.join();
			throw new AssertionError("cannot be");
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

	@Override
	public String toString() {
		return this.future.toString();
	}

}
