package io.connpool.benchmarks.probe;

import io.connpool.benchmarks.contender.Resource;

/**
 * A pool under probe.
 */
interface Subject {

	/**
	 * Takes a connection, waiting for up to the acquire timeout.
	 * @return the pool's own handle
	 * @throws Exception if there was none in time
	 */
	Object acquire() throws Exception;

	/**
	 * Returns what is behind a handle, to tell one connection from another.
	 * @param held what acquire returned
	 * @return the connection as the backend made it
	 */
	Resource wire(Object held);

	/**
	 * Gives a connection back whose use ended well.
	 * @param held what acquire returned
	 * @throws Exception if the pool will not have it
	 */
	void release(Object held) throws Exception;

	/**
	 * Gives a connection back whose use failed, in the way that the pool offers for it.
	 * @param held what acquire returned
	 * @throws Exception if the pool will not have it
	 */
	void discard(Object held) throws Exception;

	/**
	 * Closes the pool.
	 * @throws Exception if that fails
	 */
	void close() throws Exception;

}
