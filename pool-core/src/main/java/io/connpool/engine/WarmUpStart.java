package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.PoolException;
import io.connpool.PoolSettings;
import io.connpool.WarmUp;

/**
 * Opens the first connections of a pool.
 */
final class WarmUpStart {

	private WarmUpStart() {
	}

	/**
	 * Does what {@code warm-up} says. Blocks only with {@link WarmUp#FAIL_FAST}.
	 */
	static void of(Pool<?> pool) {
		PoolSettings settings = pool.settings();
		if (settings.openTimeout().compareTo(settings.acquireTimeout()) >= 0) {
			pool.log.warn("open-timeout",
					"open-timeout (" + millis(settings.openTimeout()) + " ms) is not less than acquire-timeout ("
							+ millis(settings.acquireTimeout())
							+ " ms): a caller's time is up before a hanging open is given up",
					null);
		}
		switch (settings.warmUp()) {
			case LAZY -> {
			}
			case BACKGROUND -> pool.opener.supply();
			case FAIL_FAST -> failFast(pool, Math.max(1, settings.minIdle()));
		}
	}

	/** The longest durations, infinite among them, have more than a number can hold. */
	private static long millis(Duration duration) {
		return Deadline.saturatedNanos(duration) / 1_000_000;
	}

	/** Leases as many as are asked for, all at once, and gives them back. */
	private static <C> void failFast(Pool<C> pool, int size) {
		pool.opener.demand().warmingUp(size);
		List<CompletableFuture<Lease<C>>> leases = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			leases.add(pool.acquireAsync(pool.settings().acquireTimeout()));
		}
		try {
			leases.forEach(CompletableFuture::join);
		}
		catch (CompletionException ex) {
			leases.forEach((lease) -> lease.cancel(false));
			pool.close(Duration.ZERO);
			throw (ex.getCause() instanceof PoolException failure) ? failure : ex;
		}
		leases.forEach((lease) -> lease.join().close());
		pool.opener.demand().warmingUp(0);
	}

}
