package io.connpool.benchmarks.contender;

/**
 * One pool in the race. What {@link #acquire()} returns is the pool's own handle (a
 * lease, a proxy, or the pooled object itself), so that no contender pays for a wrapper
 * that its users would not pay for.
 */
public interface Contender extends AutoCloseable {

	/**
	 * Takes a connection, waiting for up to the acquire timeout of the spec.
	 * @return the pool's handle, to be given back by {@link #release} or {@link #discard}
	 * @throws Exception if there was none in time
	 */
	Object acquire() throws Exception;

	/**
	 * Returns the resource behind a handle.
	 * @param held what acquire returned
	 * @return the resource
	 */
	Resource resource(Object held);

	/**
	 * Returns what its users work with: the resource, or the pool's proxy of it where the
	 * handle is one. What a pool charges for that is part of a use.
	 * @param held what acquire returned
	 * @return the connection
	 */
	default Object connection(Object held) {
		return resource(held);
	}

	/**
	 * Gives a connection back whose use ended well.
	 * @param held what acquire returned
	 * @throws Exception if the pool will not have it
	 */
	void release(Object held) throws Exception;

	/**
	 * Gives a connection back whose use failed, in the way that the pool offers for it.
	 * @param held what acquire returned
	 * @param cause how the use failed
	 * @throws Exception if the pool will not have it
	 */
	void discard(Object held, Exception cause) throws Exception;

	@Override
	void close();

}
