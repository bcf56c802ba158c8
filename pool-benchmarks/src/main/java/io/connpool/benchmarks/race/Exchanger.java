package io.connpool.benchmarks.race;

/** One way of sending 64 bytes to the echo server and getting them back. */
interface Exchanger extends AutoCloseable {

	/** What goes over the wire, each way. */
	int BYTES = 64;

	/**
	 * Asks and waits for the answer.
	 * @throws Exception if there was none
	 */
	void exchange() throws Exception;

	/**
	 * Returns how often all threads together may ask, for a way that uses something up.
	 * @return the number
	 */
	default long mostRequests() {
		return Long.MAX_VALUE;
	}

	@Override
	void close();

}
