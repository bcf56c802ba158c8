package io.connpool.benchmarks.contender;

import java.util.function.UnaryOperator;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.PoolListener;
import io.connpool.engine.ConnectionPools;

/**
 * ConnPool as in production: the lease is checked, the counters are on, a listener that
 * asks for no timing is attached, and the factory has a {@code check}.
 */
final class ConnPoolContender implements Contender {

	private final ConnectionPool<Resource> pool;

	private ConnPoolContender(Spec spec, UnaryOperator<ConnectionPools.Builder<Resource>> change) {
		this.pool = change.apply(ConnectionPools.builder(new Factory(spec.factory()))
			.name("connpool")
			.maxSize(spec.maxSize())
			.minIdle(spec.minIdle())
			.acquireTimeout(spec.acquireTimeout())
			.maxWaiting(1_000_000)
			.listener(new PoolListener() {
			})).build();
		Warmth.await(spec.minIdle(), () -> this.pool.stats().idle());
	}

	static void register() {
		add("connpool", Point.yes("strict"), UnaryOperator.identity());
		add("connpool-bounded", Point.partly("each connection passes them for at most 1 ms or 64 times in a row"),
				(pool) -> pool.fairness(Fairness.BOUNDED));
	}

	private static void add(String name, Point fifo, UnaryOperator<ConnectionPools.Builder<Resource>> change) {
		Contract contract = new Contract(Versions.of("connpool"), fifo, Point.yes("queue, open and validation"),
				Point.yes("inline check"), Point.yes("validate, keepalive; costs nothing if the factory has none"),
				Point.yes("stats(), listener"), Point.no("off by default: leak-threshold"),
				Point.yes("a lease ends once; a stale one cannot touch the connection"),
				"max-waiting raised, because the others let any number wait");
		Contenders.add(name, contract, (spec) -> new ConnPoolContender(spec, change));
	}

	@Override
	public Object acquire() throws InterruptedException {
		return this.pool.acquire();
	}

	@Override
	public Resource resource(Object held) {
		return lease(held).connection();
	}

	@Override
	public void release(Object held) {
		lease(held).close();
	}

	@Override
	public void discard(Object held, Exception cause) {
		lease(held).invalidate(cause);
	}

	@Override
	public void close() {
		this.pool.close();
	}

	@SuppressWarnings("unchecked")
	private static Lease<Resource> lease(Object held) {
		return (Lease<Resource>) held;
	}

	private record Factory(ResourceFactory resources) implements ConnectionFactory<Resource> {

		@Override
		public Resource open(OpenRequest request) throws Exception {
			return this.resources.open();
		}

		@Override
		public Liveness check(Resource resource) {
			return resource.isAlive() ? Liveness.UNKNOWN : Liveness.DEAD;
		}

	}

}
