package io.connpool.test;

import java.nio.ByteBuffer;

/**
 * Where the bytes of one direction of a connection go to: the next effect on their way,
 * or the queue in front of the target. Used by the loop's thread only.
 */
interface Outlet {

	/**
	 * Takes bytes.
	 * @param bytes all of it is taken; the buffer is reused afterwards
	 */
	void bytes(ByteBuffer bytes);

	/** Takes the orderly end of the direction. */
	void end();

	/** Takes the end of the whole connection, both ways. */
	void stop(Stop how);

	/** Learns that what arrives is no longer what was sent. */
	void altered();

	/** How a connection ends. */
	enum Stop {

		/** Both sides see an orderly end. */
		CLOSE,

		/** Both sides see a reset. */
		CUT

	}

}
