package io.connpool.benchmarks.probe;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.OpenRequest;
import io.connpool.PoolListener;
import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Versions;
import io.connpool.engine.ConnectionPools;

/** ConnPool with its defaults. */
final class ConnPoolSubject implements Subject {

	private final ConnectionPool<Resource> pool;

	private ConnPoolSubject(Setup setup) {
		Backend backend = setup.backend();
		this.pool = ConnectionPools.builder(new Factory(backend))
			.name("connpool")
			.maxSize(setup.size())
			.acquireTimeout(setup.timeout())
			.listener(new PoolListener() {

				@Override
				public void onAcquired(long waitNanos) {
					backend.onAcquired();
				}

				@Override
				public void onReleased(long heldNanos) {
					backend.onReleased();
				}

			})
			.build();
	}

	static Candidate candidate() {
		return new Candidate("connpool", Versions.of("connpool"),
				"defaults; the factory has `validate`, which is called after 500 ms of idleness, and no `check`",
				"`PoolListener.onAcquired`", "`PoolListener.onReleased`", "`validation-timeout`", ConnPoolSubject::new);
	}

	@Override
	public Object acquire() throws InterruptedException {
		return this.pool.acquire();
	}

	@Override
	public Resource wire(Object held) {
		return lease(held).connection();
	}

	@Override
	public void release(Object held) {
		lease(held).close();
	}

	@Override
	public void discard(Object held) {
		lease(held).invalidate(new IllegalStateException("broken"));
	}

	@Override
	public void close() {
		this.pool.close();
	}

	@SuppressWarnings("unchecked")
	private static Lease<Resource> lease(Object held) {
		return (Lease<Resource>) held;
	}

	private record Factory(Backend backend) implements ConnectionFactory<Resource> {

		@Override
		public Resource open(OpenRequest request) throws Exception {
			return this.backend.open();
		}

		@Override
		public boolean validate(Resource resource, Deadline deadline) {
			return resource.isAlive(Math.max(1, deadline.remaining().toMillis()));
		}

	}

}
