package io.connpool;

/**
 * What a connection's non-blocking check could tell.
 */
public enum Liveness {

	/** Usable as far as can be seen without waiting; no validation is needed. */
	ALIVE,

	/**
	 * Nothing can be said without asking the peer; validation follows where it is due.
	 */
	UNKNOWN,

	/** Must not be used again: ended, reset, or carrying bytes nobody asked for. */
	DEAD

}
