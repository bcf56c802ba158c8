package io.connpool.benchmarks.contender;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The other pool that people write themselves: a {@link Semaphore} that counts and a
 * {@link ConcurrentLinkedDeque} of idle connections, the warmest first.
 */
final class SemaphoreContender implements Contender {

	private final Semaphore permits;

	private final ConcurrentLinkedDeque<Cell> idle = new ConcurrentLinkedDeque<>();

	private final Queue<Cell> all = new ConcurrentLinkedQueue<>();

	private final ResourceFactory factory;

	private final long timeoutNanos;

	private SemaphoreContender(Spec spec) throws Exception {
		this.permits = new Semaphore(spec.maxSize());
		this.factory = spec.factory();
		this.timeoutNanos = spec.acquireTimeout().toNanos();
		Warmth.give(this, spec);
	}

	static void register() {
		Contract contract = new Contract("java.util.concurrent.Semaphore and ConcurrentLinkedDeque",
				Point.no("a running thread overtakes those that wait"),
				Point.partly("waiting; an open in the caller is not cut off"), Point.no(""), Point.no(""), Point.no(""),
				Point.no(""), Point.no("given back twice is lent twice"), "unfair, the default of a semaphore");
		Contenders.add("semaphore-deque", contract, SemaphoreContender::new);
	}

	@Override
	public Object acquire() throws Exception {
		if (!this.permits.tryAcquire(this.timeoutNanos, TimeUnit.NANOSECONDS)) {
			throw new TimeoutException();
		}
		Cell cell = this.idle.pollFirst();
		if (cell == null) {
			cell = new Cell(this.factory);
			this.all.add(cell);
		}
		try {
			cell.fill();
			return cell;
		}
		catch (Throwable ex) {
			release(cell);
			throw ex;
		}
	}

	@Override
	public Resource resource(Object held) {
		return ((Cell) held).resource();
	}

	@Override
	public void release(Object held) {
		this.idle.offerFirst((Cell) held);
		this.permits.release();
	}

	@Override
	public void discard(Object held, Exception cause) {
		((Cell) held).empty();
		release(held);
	}

	@Override
	public void close() {
		this.all.forEach(Cell::empty);
	}

}
