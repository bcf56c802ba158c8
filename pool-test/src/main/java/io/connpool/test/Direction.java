package io.connpool.test;

/**
 * Which way bytes go.
 */
enum Direction {

	/** From the client to the server. */
	REQUESTS,

	/** From the server to the client. */
	REPLIES

}
