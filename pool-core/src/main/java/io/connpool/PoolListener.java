package io.connpool;

/**
 * Is told what happens in a pool. All methods are <b>inline</b>: they run on the thread
 * that caused the event, or on one of the pool's, and must not block; one that does
 * delays that thread alone. Whatever they throw is logged and changes nothing.
 */
public interface PoolListener {

	/** Passed instead of a time that was not measured. */
	long NOT_MEASURED = -1L;

	/**
	 * How many of the events on the fast path carry a time. Reading the clock costs more
	 * than the rest of an uncontended acquire.
	 */
	enum Timing {

		/** None. */
		NONE,

		/** One acquire in 64 of each connection. */
		SAMPLED,

		/** Every one. */
		EXACT

	}

	/**
	 * Returns the timing this listener needs; read once, when the pool is built.
	 * @return the timing
	 */
	default Timing timing() {
		return Timing.NONE;
	}

	/**
	 * A caller got a connection.
	 * @param waitNanos how long it took, always measured if the caller had to wait, else
	 * according to {@link #timing()}; {@link #NOT_MEASURED} if not
	 */
	default void onAcquired(long waitNanos) {
	}

	/**
	 * A caller gave a connection back.
	 * @param heldNanos how long it was held, or {@link #NOT_MEASURED}
	 */
	default void onReleased(long heldNanos) {
	}

	/**
	 * A connection was opened.
	 * @param openNanos how long it took
	 */
	default void onOpened(long openNanos) {
	}

	/**
	 * A connection could not be opened, or was dead as soon as it was open: then
	 * {@link #onClosed} follows with {@link CloseReason#DEAD_ON_ARRIVAL}.
	 * @param openNanos how long the attempt took
	 * @param failure why
	 */
	default void onOpenFailed(long openNanos, Throwable failure) {
	}

	/**
	 * A connection was validated.
	 * @param valid whether it passed
	 * @param validationNanos how long it took
	 */
	default void onValidated(boolean valid, long validationNanos) {
	}

	/**
	 * A connection was closed.
	 * @param reason why
	 */
	default void onClosed(CloseReason reason) {
	}

	/**
	 * A lease has been held for longer than {@code leak-threshold} or
	 * {@code max-lease-time}; told once a lease.
	 * @param leak who holds it, where it was acquired, and what its holder is doing
	 */
	default void onLeak(LeakReport leak) {
	}

	/**
	 * A caller got no connection in time.
	 * @param waitNanos how long it waited
	 */
	default void onTimeout(long waitNanos) {
	}

}
