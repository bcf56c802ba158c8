package io.connpool.benchmarks.contender;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.vibur.objectpool.ConcurrentPool;
import org.vibur.objectpool.PoolObjectFactory;
import org.vibur.objectpool.util.ConcurrentLinkedDequeCollection;

/**
 * Vibur's {@link ConcurrentPool}.
 */
final class ViburContender implements Contender {

	private final ConcurrentPool<Resource> pool;

	private final long timeoutNanos;

	private ViburContender(Spec spec, boolean fair) {
		this.pool = new ConcurrentPool<>(new ConcurrentLinkedDequeCollection<>(), new Factory(spec.factory()),
				spec.minIdle(), spec.maxSize(), fair);
		this.timeoutNanos = spec.acquireTimeout().toNanos();
	}

	static void register() {
		add("vibur", Point.no("a running thread overtakes those that wait"), false);
		add("vibur-fair", Point.yes("a fair semaphore"), true);
	}

	private static void add(String name, Point fifo, boolean fair) {
		Contract contract = new Contract(Versions.of("vibur"), fifo,
				Point.partly("waiting; an open in the caller is not cut off"), Point.yes("readyToTake"), Point.no(""),
				Point.partly("sizes"), Point.no("off by default: TakenListener"),
				Point.no("given back twice is lent twice, and to more than maxSize"),
				"a linked deque, as in Vibur DBCP");
		Contenders.add(name, contract, (spec) -> new ViburContender(spec, fair));
	}

	@Override
	public Object acquire() throws TimeoutException {
		Resource resource = this.pool.tryTake(this.timeoutNanos, TimeUnit.NANOSECONDS);
		if (resource == null) {
			throw new TimeoutException();
		}
		return resource;
	}

	@Override
	public Resource resource(Object held) {
		return (Resource) held;
	}

	@Override
	public void release(Object held) {
		this.pool.restore((Resource) held);
	}

	@Override
	public void discard(Object held, Exception cause) {
		this.pool.restore((Resource) held, false);
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private record Factory(ResourceFactory resources) implements PoolObjectFactory<Resource> {

		@Override
		public Resource create() {
			try {
				return this.resources.open();
			}
			catch (Exception ex) {
				throw new IllegalStateException("cannot open: " + ex.getMessage(), ex);
			}
		}

		@Override
		public boolean readyToTake(Resource resource) {
			return resource.isAlive();
		}

		@Override
		public boolean readyToRestore(Resource resource) {
			return true;
		}

		@Override
		public void destroy(Resource resource) {
			resource.close();
		}

	}

}
