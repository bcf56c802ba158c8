package io.connpool;

import java.time.Duration;

/**
 * An instant by which something must have ended, measured on a monotonic clock.
 *
 * <p>
 * <b>Threads:</b> immutable, any thread.
 */
public final class Deadline {

	private static final long FOREVER = Long.MAX_VALUE / 2;

	private final NanoClock clock;

	private final long at;

	private Deadline(NanoClock clock, long at) {
		this.clock = clock;
		this.at = at;
	}

	/**
	 * Creates a deadline on the system clock.
	 * @param timeout time from now; zero or negative has expired already; very long ones
	 * saturate at about 146 years
	 * @return the deadline
	 */
	public static Deadline after(Duration timeout) {
		return after(timeout, NanoClock.SYSTEM);
	}

	/**
	 * Creates a deadline on the given clock.
	 * @param timeout time from now; zero or negative has expired already
	 * @param clock the clock it is measured on
	 * @return the deadline
	 */
	public static Deadline after(Duration timeout, NanoClock clock) {
		return new Deadline(clock, clock.nanos() + saturatedNanos(timeout));
	}

	/**
	 * Converts a duration to nanoseconds without overflow.
	 * @param duration any duration
	 * @return its nanoseconds, limited to about 146 years either way so that sums with a
	 * clock reading compare correctly by subtraction
	 */
	public static long saturatedNanos(Duration duration) {
		long seconds = duration.getSeconds();
		long limit = FOREVER / 1_000_000_000L;
		if (seconds >= limit) {
			return FOREVER;
		}
		if (seconds <= -limit) {
			return -FOREVER;
		}
		return seconds * 1_000_000_000L + duration.getNano();
	}

	/**
	 * Returns the time left.
	 * @return the time left, {@link Duration#ZERO} once it has expired; never negative
	 */
	public Duration remaining() {
		return Duration.ofNanos(remainingNanos());
	}

	/**
	 * Returns the time left in nanoseconds.
	 * @return nanoseconds left, 0 once it has expired; never negative
	 */
	public long remainingNanos() {
		return Math.max(0L, this.at - this.clock.nanos());
	}

	/**
	 * Returns whether the instant has come.
	 * @return true if no time is left
	 */
	public boolean isExpired() {
		return this.at - this.clock.nanos() <= 0;
	}

	@Override
	public String toString() {
		return "Deadline[in " + remaining().toMillis() + " ms]";
	}

}
