package io.connpool.benchmarks.probe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Versions;
import org.vibur.objectpool.ConcurrentPool;
import org.vibur.objectpool.PoolObjectFactory;
import org.vibur.objectpool.util.ConcurrentLinkedDequeCollection;
import org.vibur.objectpool.util.Listener;

/** Vibur's {@link ConcurrentPool}. */
final class ViburSubject implements Subject {

	private final ConcurrentPool<Resource> pool;

	private final long timeoutNanos;

	private ViburSubject(Setup setup) {
		Backend backend = setup.backend();
		this.pool = new ConcurrentPool<>(new ConcurrentLinkedDequeCollection<>(), new Factory(backend), 0, setup.size(),
				true, new Listener<>() {

					@Override
					public void onTake(Resource resource) {
						backend.onAcquired();
					}

					@Override
					public void onRestore(Resource resource, boolean valid) {
						backend.onReleased();
					}

				});
		this.timeoutNanos = setup.timeout().toNanos();
	}

	static Candidate candidate() {
		return new Candidate("vibur", Versions.of("vibur"),
				"fair, as in Vibur DBCP, with its linked deque; `readyToTake` validates", "`Listener.onTake`",
				"`Listener.onRestore`", "", ViburSubject::new);
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
	public Resource wire(Object held) {
		return (Resource) held;
	}

	@Override
	public void release(Object held) {
		this.pool.restore((Resource) held);
	}

	@Override
	public void discard(Object held) {
		this.pool.restore((Resource) held, false);
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private record Factory(Backend backend) implements PoolObjectFactory<Resource> {

		@Override
		public Resource create() {
			try {
				return this.backend.open();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
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
