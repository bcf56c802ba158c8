package io.connpool.benchmarks.contender;

/**
 * What is pooled: a stub, or a socket.
 */
public interface Resource extends AutoCloseable {

	/**
	 * Tells whether the resource is known to be dead; what pools with a check ask.
	 * @return false if it is
	 */
	default boolean isAlive() {
		return true;
	}

	@Override
	default void close() {
	}

}
