package io.connpool.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.connpool.Lease;

/**
 * One caller in line, and the open that was begun for it: a task that nobody has taken up
 * yet. What comes after it runs at once.
 */
abstract class OneOpen {

	final StressRig rig;

	final CompletableFuture<Lease<Wire>> waiting;

	OneOpen(UnaryOperator<ConnectionPools.Builder<Wire>> settings) {
		this.rig = new StressRig(settings);
		this.rig.tasks.hold();
		this.waiting = this.rig.ask();
		this.rig.tasks.flow();
	}

	OneOpen() {
		this(UnaryOperator.identity());
	}

	/** Does what was begun. */
	final void open() {
		this.rig.tasks.runHeld();
	}

}
