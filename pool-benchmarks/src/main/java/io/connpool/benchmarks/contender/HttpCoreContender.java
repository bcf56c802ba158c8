package io.connpool.benchmarks.contender;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.ManagedConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.Timeout;

/**
 * The connection pools of Apache HttpCore, with one route. They lend empty entries, which
 * the caller connects.
 */
final class HttpCoreContender implements Contender {

	private static final String ROUTE = "backend";

	private final ManagedConnPool<String, Link> pool;

	private final ResourceFactory factory;

	private final Timeout timeout;

	private HttpCoreContender(Spec spec, ManagedConnPool<String, Link> pool) throws Exception {
		this.pool = pool;
		this.factory = spec.factory();
		this.timeout = Timeout.of(spec.acquireTimeout());
		Warmth.give(this, spec);
	}

	static void register() {
		add("httpcore-strict", "StrictConnPool", Point.yes("for each route"),
				(spec) -> new HttpCoreContender(spec, new StrictConnPool<>(spec.maxSize(), spec.maxSize())));
		add("httpcore-lax", "LaxConnPool", Point.partly("a newcomer may take what was just given back"),
				(spec) -> new HttpCoreContender(spec, new LaxConnPool<>(spec.maxSize())));
	}

	private static void add(String name, String type, Point fifo, Contenders.Maker maker) {
		Contract contract = new Contract(type + " of " + Versions.of("httpcore"), fifo,
				Point.partly("waiting; the caller opens"), Point.no("left to the client above it"),
				Point.no("left to the client above it"), Point.partly("gauges"), Point.no(""),
				Point.partly("given back twice is ignored, unless it has been lent again meanwhile"), "one route");
		Contenders.add(name, contract, maker);
	}

	@Override
	public Object acquire() throws Exception {
		PoolEntry<String, Link> entry = lease();
		if (!entry.hasConnection()) {
			try {
				entry.assignConnection(new Link(this.factory.open()));
			}
			catch (Exception ex) {
				this.pool.release(entry, false);
				throw ex;
			}
		}
		return entry;
	}

	private PoolEntry<String, Link> lease() throws InterruptedException, ExecutionException, TimeoutException {
		Future<PoolEntry<String, Link>> future = this.pool.lease(ROUTE, null, this.timeout, null);
		try {
			return future.get(this.timeout.getDuration(), this.timeout.getTimeUnit());
		}
		catch (InterruptedException | TimeoutException ex) {
			if (!future.cancel(true)) {
				this.pool.release(future.get(), true);
			}
			throw ex;
		}
	}

	@Override
	public Resource resource(Object held) {
		return entry(held).getConnection().resource();
	}

	@Override
	public void release(Object held) {
		this.pool.release(entry(held), true);
	}

	@Override
	public void discard(Object held, Exception cause) {
		this.pool.release(entry(held), false);
	}

	@Override
	public void close() {
		this.pool.close(CloseMode.GRACEFUL);
	}

	@SuppressWarnings("unchecked")
	private static PoolEntry<String, Link> entry(Object held) {
		return (PoolEntry<String, Link>) held;
	}

	private record Link(Resource resource) implements ModalCloseable {

		@Override
		public void close(CloseMode mode) {
			this.resource.close();
		}

		@Override
		public void close() {
			this.resource.close();
		}

	}

}
