package io.connpool.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The lock-free stack of Treiber: what the simplest shared structure costs. Who finds it
 * empty yields and tries again.
 */
final class TreiberContender implements Contender {

	private final AtomicReference<@Nullable Node> top = new AtomicReference<>();

	private final List<Cell> all = new ArrayList<>();

	private final long timeoutNanos;

	private TreiberContender(Spec spec) throws Exception {
		this.timeoutNanos = spec.acquireTimeout().toNanos();
		for (int i = 0; i < spec.maxSize(); i++) {
			Cell cell = new Cell(spec.factory());
			this.all.add(cell);
			release(cell);
		}
		Warmth.give(this, spec);
	}

	static void register() {
		Contract contract = new Contract("a lock-free stack", Point.no("whoever is quick"),
				Point.partly("polls, burning a core; opening is not covered"), Point.no(""), Point.no(""), Point.no(""),
				Point.no(""), Point.no("given back twice is lent twice"),
				"a yardstick, not a pool; opens on first use");
		Contenders.add("treiber", contract, TreiberContender::new);
	}

	@Override
	public Object acquire() throws Exception {
		Cell cell = pop();
		if (cell == null) {
			cell = popPatiently();
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

	private @Nullable Cell pop() {
		for (;;) {
			Node node = this.top.get();
			if (node == null) {
				return null;
			}
			if (this.top.compareAndSet(node, node.below)) {
				return node.cell;
			}
		}
	}

	private Cell popPatiently() throws TimeoutException {
		long start = System.nanoTime();
		while (System.nanoTime() - start < this.timeoutNanos) {
			Thread.yield();
			Cell cell = pop();
			if (cell != null) {
				return cell;
			}
		}
		throw new TimeoutException();
	}

	@Override
	public Resource resource(Object held) {
		return ((Cell) held).resource();
	}

	@Override
	public void release(Object held) {
		// a new node each time: a reused one could come back under a slow reader (ABA)
		Node node = new Node((Cell) held);
		do {
			node.below = this.top.get();
		}
		while (!this.top.compareAndSet(node.below, node));
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

	private static final class Node {

		private final Cell cell;

		private @Nullable Node below;

		Node(Cell cell) {
			this.cell = cell;
		}

	}

}
