package io.connpool;

/**
 * Why a connection was closed.
 */
public enum CloseReason {

	/** Idle for longer than {@code idle-timeout}. */
	IDLE_TIMEOUT,

	/** Older than {@code max-lifetime}. */
	MAX_LIFETIME,

	/** Leased {@code max-uses} times. */
	MAX_USES,

	/** Its check said that it is dead. */
	DEAD,

	/** Its check said so as soon as it was open; that open has failed. */
	DEAD_ON_ARRIVAL,

	/** It failed validation, or validation overran its limit. */
	VALIDATION_FAILED,

	/** It could not be reset after use. */
	RESET_FAILED,

	/** Its use ended abnormally. */
	INVALIDATED,

	/** Its holder asked for it not to be used again. */
	RETIRED,

	/** Opened before the last {@code evictAll()}. */
	EVICTED,

	/** More connections than {@code max-size} after a live resize. */
	SURPLUS,

	/** Leased for longer than {@code max-lease-time} and reclaimed. */
	RECLAIMED,

	/** Arrived after its open had been given up. */
	LATE,

	/** The pool was closed. */
	POOL_CLOSED

}
