package io.connpool.net;

/**
 * What a connection was doing when it failed.
 */
public enum WirePhase {

	/** Finding the address and connecting to it. */
	CONNECT,

	/** Writing a request. */
	WRITE,

	/** Reading a reply. */
	READ

}
