package io.connpool;

/**
 * What a pool opens when it starts.
 */
public enum WarmUp {

	/** Nothing before somebody asks. */
	LAZY,

	/** {@code min-idle} connections, without holding up the start. */
	BACKGROUND,

	/**
	 * At least one connection, {@code min-idle} if that is more; the start fails if they
	 * cannot be opened within {@code acquire-timeout}.
	 */
	FAIL_FAST

}
