package io.connpool.benchmarks.soak;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.connpool.ConnectionPool;
import io.connpool.Lease;

/**
 * Asks over the connections of a pool, in every way there is.
 *
 * @param <C> the connection type
 */
final class PoolCaller<C> implements Caller {

	private final ConnectionPool<C> pool;

	private final Occupancy occupancy;

	private final Exchange<C> exchange;

	PoolCaller(ConnectionPool<C> pool, Occupancy occupancy, Exchange<C> exchange) {
		this.pool = pool;
		this.occupancy = occupancy;
		this.exchange = exchange;
	}

	@Override
	public void call(Way way, Call call) throws Exception {
		switch (way) {
			case EXECUTE -> execute(call);
			case LEASE -> useUp(this.pool.acquire(), call);
			case ASYNC -> useUp(awaited(this.pool.acquireAsync(this.pool.settings().acquireTimeout())), call);
		}
	}

	private void execute(Call call) throws Exception {
		this.pool.<Boolean, Exception>execute((connection) -> {
			use(connection, call);
			return true;
		});
	}

	private void useUp(Lease<C> lease, Call call) throws Exception {
		try {
			use(lease.connection(), call);
		}
		catch (Throwable ex) {
			lease.invalidate(ex);
			throw ex;
		}
		lease.close();
	}

	private void use(C connection, Call call) throws Exception {
		call.acquired();
		this.occupancy.enter(connection, call.tag());
		try {
			this.exchange.exchange(connection, call.tag());
		}
		finally {
			this.occupancy.leave(connection, call.tag());
		}
	}

	/** Leaves the line when interrupted, or gives back what came in that instant. */
	private Lease<C> awaited(CompletableFuture<Lease<C>> future) throws Exception {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			if (!future.cancel(false) && !future.isCompletedExceptionally()) {
				future.join().close();
			}
			throw ex;
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	/**
	 * A question and its answer.
	 *
	 * @param <C> the connection type
	 */
	@FunctionalInterface
	interface Exchange<C> {

		/**
		 * Asks, and makes sure that the reply is the right one.
		 * @throws Exception if it is not, or there is none
		 */
		void exchange(C connection, Tag tag) throws Exception;

	}

}
