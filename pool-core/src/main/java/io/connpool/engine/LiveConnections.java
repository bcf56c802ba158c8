package io.connpool.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool by identity, so that a factory that returns the same object
 * twice cannot have it lent to two callers.
 */
final class LiveConnections<C> {

	private final Set<Identity> live = ConcurrentHashMap.newKeySet();

	boolean add(C connection) {
		return this.live.add(new Identity(connection));
	}

	void remove(C connection) {
		this.live.remove(new Identity(connection));
	}

	private record Identity(Object object) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Identity identity && identity.object == this.object;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.object);
		}

	}

}
