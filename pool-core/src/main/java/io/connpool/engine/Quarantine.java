package io.connpool.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * Calls into the factory that overran their limit and still run. Each gave its permit back, so
 * their number is capped: beyond the cap a call keeps its place until it ends. Opens are let in
 * beyond it, because few are tried then; see ExtraOpens.
 */
final class Quarantine {

	private final Set<BoundedCall> calls = ConcurrentHashMap.newKeySet();

	private final AtomicInteger size = new AtomicInteger();

	private final int cap;

	Quarantine(int cap) {
		this.cap = cap;
	}

	boolean admit(BoundedCall call) {
		return admit(call, false);
	}

	boolean admit(BoundedCall call, boolean beyondCap) {
		for (;;) {
			int now = this.size.get();
			if (now >= this.cap && !beyondCap) {
				return false;
			}
			if (this.size.compareAndSet(now, now + 1)) {
				boolean added = false;
				try {
					added = this.calls.add(call);
				}
				finally {
					if (!added) {
						// another thread is giving up the same call, or out of memory
						this.size.decrementAndGet();
					}
				}
				return added;
			}
		}
	}

	void release(BoundedCall call) {
		if (this.calls.remove(call)) {
			this.size.decrementAndGet();
		}
	}

	int size() {
		return this.size.get();
	}

	int cap() {
		return this.cap;
	}

	boolean isFull() {
		return this.size.get() >= this.cap;
	}

	List<String> describe() {
		return this.calls.stream().map(BoundedCall::toString).toList();
	}

}
