package io.connpool.benchmarks.contender;

import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import stormpot.Pool;
import stormpot.Pooled;
import stormpot.Timeout;

/**
 * Stormpot over objects that exist already: it opens, ages and closes nothing.
 */
final class StormpotDirectContender implements Contender {

	private final Cell[] cells;

	private final Pool<Pooled<Cell>> pool;

	private final Timeout timeout;

	private StormpotDirectContender(Spec spec) throws Exception {
		this.cells = Stream.generate(() -> new Cell(spec.factory())).limit(spec.maxSize()).toArray(Cell[]::new);
		this.pool = Pool.of(this.cells);
		this.timeout = new Timeout(spec.acquireTimeout());
		Warmth.give(this, spec);
	}

	static void register() {
		Contract contract = new Contract("Pool.of(objects) of " + Versions.of("stormpot"), StormpotContender.FIFO,
				Point.partly("waiting; opens are not its business"), Point.no(""), Point.no(""), Point.partly("gauges"),
				Point.no(""), StormpotContender.GUARD, "over places for resources, opened on first use: no life cycle");
		Contenders.add("stormpot-direct", contract, StormpotDirectContender::new);
	}

	@Override
	public Object acquire() throws Exception {
		Pooled<Cell> pooled = this.pool.claim(this.timeout);
		if (pooled == null) {
			throw new TimeoutException();
		}
		try {
			pooled.object.fill();
			return pooled;
		}
		catch (Throwable ex) {
			pooled.release();
			throw ex;
		}
	}

	@Override
	public Resource resource(Object held) {
		return pooled(held).object.resource();
	}

	@Override
	public void release(Object held) {
		pooled(held).release();
	}

	@Override
	public void discard(Object held, Exception cause) {
		pooled(held).object.empty();
		release(held);
	}

	@Override
	public void close() {
		this.pool.shutdown();
		for (Cell cell : this.cells) {
			cell.empty();
		}
	}

	@SuppressWarnings("unchecked")
	private static Pooled<Cell> pooled(Object held) {
		return (Pooled<Cell>) held;
	}

}
