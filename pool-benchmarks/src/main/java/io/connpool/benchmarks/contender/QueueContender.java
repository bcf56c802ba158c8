package io.connpool.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pool that people write themselves: an {@link ArrayBlockingQueue} of connections.
 * Nothing is looked after.
 */
final class QueueContender implements Contender {

	private final ArrayBlockingQueue<Cell> idle;

	private final List<Cell> all = new ArrayList<>();

	private final long timeoutNanos;

	private QueueContender(Spec spec) throws Exception {
		this.idle = new ArrayBlockingQueue<>(spec.maxSize());
		this.timeoutNanos = spec.acquireTimeout().toNanos();
		for (int i = 0; i < spec.maxSize(); i++) {
			Cell cell = new Cell(spec.factory());
			cell.fill();
			this.all.add(cell);
		}
		this.idle.addAll(this.all);
	}

	static void register() {
		Contract contract = new Contract("java.util.concurrent.ArrayBlockingQueue",
				Point.no("a running thread overtakes those that wait"), Point.partly("waiting, not opening"),
				Point.no(""), Point.no(""), Point.no(""), Point.no(""), Point.no("given back twice is lent twice"),
				"opens maxSize ahead; fairness false, its default");
		Contenders.add("abq", contract, QueueContender::new);
	}

	@Override
	public Object acquire() throws Exception {
		Cell cell = this.idle.poll(this.timeoutNanos, TimeUnit.NANOSECONDS);
		if (cell == null) {
			throw new TimeoutException();
		}
		try {
			cell.fill();
			return cell;
		}
		catch (Throwable ex) {
			this.idle.add(cell);
			throw ex;
		}
	}

	@Override
	public Resource resource(Object held) {
		return ((Cell) held).resource();
	}

	@Override
	public void release(Object held) {
		this.idle.add((Cell) held);
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
