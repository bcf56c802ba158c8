package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.connpool.Deadline;

/**
 * Something that runs on a thread of its own.
 *
 * @param <T> what it returns
 */
final class Background<T> {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private final Thread thread;

	Background(Callable<T> work) {
		this.thread = new Thread(() -> {
			try {
				this.result.complete(work.call());
			}
			catch (Throwable ex) {
				this.result.completeExceptionally(ex);
			}
		}, "caller");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	Thread thread() {
		return this.thread;
	}

	boolean isRunning() {
		return !this.result.isDone();
	}

	/** Waits for the result, letting time stand still. */
	T await(PoolRig rig) throws Exception {
		Deadline deadline = Deadline.after(PATIENCE);
		while (isRunning() && !deadline.isExpired()) {
			rig.settle();
			LockSupport.parkNanos(100_000);
		}
		return get();
	}

	/** Waits for the result. */
	T get() throws Exception {
		return this.result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/** Waits for the end, which may be a failure. */
	@org.jspecify.annotations.Nullable
	Throwable failureOrNull() throws Exception {
		return this.result.handle((value, ex) -> ex).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/** Waits for the failure, which must come. */
	Throwable failure() throws Exception {
		this.thread.join(PATIENCE.toMillis());
		return this.result.handle((value, ex) -> ex).get(1, TimeUnit.SECONDS);
	}

}
