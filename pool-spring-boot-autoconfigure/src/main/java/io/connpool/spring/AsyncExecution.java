package io.connpool.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.connpool.ConnectionFunction;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous piece of work.
 *
 * @param <C> the connection type
 * @param <R> the result type
 */
/*
 * Not a chain of thenApplyAsync: that skips its function, and with it the end of the
 * lease, when the result was cancelled or the executor refuses.
 */
final class AsyncExecution<C, R extends @Nullable Object> {

	private final Executor executor;

	private final ConnectionFunction<? super C, ? extends R, ?> action;

	private final CompletableFuture<R> result = new CompletableFuture<>();

	private AsyncExecution(Executor executor, ConnectionFunction<? super C, ? extends R, ?> action) {
		this.executor = executor;
		this.action = action;
	}

	static <C, R extends @Nullable Object> CompletableFuture<R> start(ConnectionPool<C> pool, Duration timeout,
			Executor executor, ConnectionFunction<? super C, ? extends R, ?> action) {
		AsyncExecution<C, R> execution = new AsyncExecution<>(executor, action);
		CompletableFuture<Lease<C>> acquiring = pool.acquireAsync(timeout);
		acquiring.whenComplete(execution::acquired);
		execution.result.whenComplete((value, failure) -> {
			if (execution.result.isCancelled()) {
				acquiring.cancel(false);
			}
		});
		return execution.result;
	}

	private void acquired(@Nullable Lease<C> lease, @Nullable Throwable failure) {
		if (lease == null) {
			this.result.completeExceptionally((failure != null) ? failure : new IllegalStateException("bug: no lease"));
			return;
		}
		try {
			this.executor.execute(() -> run(lease));
		}
		catch (Throwable refusal) {
			lease.close();
			this.result.completeExceptionally(refusal);
		}
	}

	private void run(Lease<C> lease) {
		if (this.result.isDone()) {
			lease.close();
			return;
		}
		try {
			R value = this.action.apply(lease.connection());
			lease.close();
			this.result.complete(value);
		}
		catch (Throwable failure) {
			lease.invalidate(failure);
			this.result.completeExceptionally(failure);
		}
	}

}
