package io.connpool.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Runs a pool's background work at once, on whichever thread it arises; or keeps it until
 * an actor takes it up.
 */
final class Tasks implements Executor {

	private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

	private volatile boolean holding;

	@Override
	public void execute(Runnable task) {
		if (this.holding) {
			this.held.add(task);
		}
		else {
			task.run();
		}
	}

	/** Keeps what comes from now on. */
	void hold() {
		this.holding = true;
	}

	/** Runs what comes from now on at once; what was kept stays. */
	void flow() {
		this.holding = false;
	}

	/** Runs what was kept. Returns how much that was. */
	int runHeld() {
		int count = 0;
		for (Runnable task = this.held.poll(); task != null; task = this.held.poll()) {
			task.run();
			count++;
		}
		return count;
	}

}
