package io.connpool.benchmarks.contender;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The limit of what pooling can reach, not a pool: every thread has a connection of its
 * own, however many threads there are.
 */
final class DedicatedContender implements Contender {

	private final ThreadLocal<Cell> own;

	private final Queue<Cell> all = new ConcurrentLinkedQueue<>();

	private DedicatedContender(Spec spec) {
		this.own = ThreadLocal.withInitial(() -> {
			Cell cell = new Cell(spec.factory());
			this.all.add(cell);
			return cell;
		});
	}

	static void register() {
		Contract contract = new Contract("one connection for each thread", Point.no("nobody waits"),
				Point.no("nobody waits; opening is not covered"), Point.no(""), Point.no(""), Point.no(""),
				Point.no(""), Point.no(""), "a limit, not a pool; ignores maxSize");
		Contenders.add("dedicated", contract, DedicatedContender::new);
	}

	@Override
	public Object acquire() throws Exception {
		Cell cell = this.own.get();
		cell.fill();
		return cell;
	}

	@Override
	public Resource resource(Object held) {
		return ((Cell) held).resource();
	}

	@Override
	public void release(Object held) {
	}

	@Override
	public void discard(Object held, Exception cause) {
		((Cell) held).empty();
	}

	@Override
	public void close() {
		this.all.forEach(Cell::empty);
	}

}
