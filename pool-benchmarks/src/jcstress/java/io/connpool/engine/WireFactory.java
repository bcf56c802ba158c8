package io.connpool.engine;

import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.OpenRequest;

/**
 * Opens wires, or fails to, and counts.
 */
class WireFactory implements ConnectionFactory<Wire> {

	final AtomicInteger opened = new AtomicInteger();

	final AtomicInteger ended = new AtomicInteger();

	private volatile boolean failing;

	void failing(boolean failing) {
		this.failing = failing;
	}

	/** Is told of each open as it begins. */
	void opening() {
	}

	@Override
	public final Wire open(OpenRequest request) throws Exception {
		opening();
		if (this.failing) {
			throw new Exception("refused");
		}
		Wire wire = new Wire();
		wire.opened = 1;
		this.opened.incrementAndGet();
		return wire;
	}

	@Override
	public final void close(Wire wire) {
		this.ended.incrementAndGet();
	}

	final int live() {
		return this.opened.get() - this.ended.get();
	}

	/**
	 * As its parent, of wires that have to be validated.
	 */
	static final class Validating extends WireFactory {

		@Override
		public boolean validate(Wire wire, Deadline deadline) {
			return true;
		}

	}

}
