package io.connpool.engine;

import java.util.concurrent.locks.ReentrantLock;

import io.connpool.PoolSettings;

/*
 * How large the pool is to be. A resize changes three things: the settings that are in force, the
 * limit that the permits know, and the gate's mark that there may be more connections than that,
 * which is what those look at who give one back. Only a resize makes a surplus; so the mark may go
 * when there is none, unless a resize is under way.
 */
final class Sizing<C> {

	private final SlotTable<C> table;

	private final Gate gate;

	/** One resize at a time; nothing of the user's runs under it. */
	private final ReentrantLock resizing = new ReentrantLock();

	private volatile PoolSettings settings;

	Sizing(PoolSettings settings, SlotTable<C> table, Gate gate) {
		this.settings = settings;
		this.table = table;
		this.gate = gate;
	}

	/** The settings in force. */
	PoolSettings settings() {
		return this.settings;
	}

	/**
	 * Sets other bounds; connections are neither closed nor opened by that.
	 * @return the settings before
	 */
	PoolSettings resize(int minIdle, int maxSize) {
		this.resizing.lock();
		try {
			PoolSettings before = this.settings;
			this.settings = before.resized(minIdle, maxSize);
			this.table.resize(maxSize);
			markSurplus();
			return before;
		}
		finally {
			this.resizing.unlock();
		}
	}

	/** Clears the mark of a surplus once there is none. */
	void forgetSurplus() {
		if (!this.resizing.tryLock()) {
			return;
		}
		try {
			markSurplus();
		}
		finally {
			this.resizing.unlock();
		}
	}

	private void markSurplus() {
		this.gate.surplus(this.table.permits().isSurplus());
	}

}
