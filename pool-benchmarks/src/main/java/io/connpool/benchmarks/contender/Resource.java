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

	/**
	 * As {@link #isAlive()}, for callers who want an answer in time.
	 * @param limitMillis how long that may take, if a driver keeps it; zero for no limit
	 * @return false if it is dead, or did not answer in time
	 */
	default boolean isAlive(long limitMillis) {
		return isAlive();
	}

	@Override
	default void close() {
	}

}
