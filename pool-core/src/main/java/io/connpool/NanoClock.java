package io.connpool;

/**
 * Reads monotonic time; the only source of time in the pool, so that tests can replace
 * it.
 *
 * <p>
 * Values have no meaning of their own: compare two of them by subtraction, never with
 * {@code <}.
 */
@FunctionalInterface
public interface NanoClock {

	/** The JVM's monotonic clock. */
	NanoClock SYSTEM = System::nanoTime;

	/**
	 * Returns the present instant in nanoseconds from an arbitrary origin.
	 * @return nanoseconds, comparable by subtraction only
	 */
	long nanos();

}
