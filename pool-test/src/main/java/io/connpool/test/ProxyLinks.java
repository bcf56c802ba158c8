package io.connpool.test;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, and which of them need a look. Used by the loop's thread
 * only.
 */
final class ProxyLinks {

	private final Map<Long, ProxyLink> all = new LinkedHashMap<>();

	/** Those that have something to pass on, or may have. */
	private final Set<ProxyLink> busy = new LinkedHashSet<>();

	void add(ProxyLink link) {
		this.all.put(link.number(), link);
		this.busy.add(link);
	}

	void wake(ProxyLink link) {
		this.busy.add(link);
	}

	void forget(ProxyLink link) {
		this.all.remove(link.number());
		this.busy.remove(link);
	}

	/** Returns those that are open now; the list stays as it is. */
	List<ProxyLink> all() {
		return List.copyOf(this.all.values());
	}

	/** Returns the one of that number, or null if it is not open. */
	@Nullable ProxyLink find(long number) {
		return this.all.get(number);
	}

	/** Passes on what is due; returns nanoseconds until more is. */
	long forward() {
		long now = System.nanoTime();
		long nap = Long.MAX_VALUE;
		for (ProxyLink link : List.copyOf(this.busy)) {
			long wait = link.forward(now);
			nap = Math.min(nap, wait);
			if (wait == Long.MAX_VALUE) {
				this.busy.remove(link);
			}
		}
		return nap;
	}

}
