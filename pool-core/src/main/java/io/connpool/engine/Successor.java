package io.connpool.engine;

/*
 * The old connection whose place a new one takes.
 */
record Successor<C>(Slot<C> old, long oldId, long lastUsed) {

	Successor(Slot<C> old) {
		this(old, old.connectionId, old.lastUsed);
	}

	void retireOld() {
		if (this.old.connectionId == this.oldId) {
			this.old.pool.expire(this.old);
		}
	}

}
