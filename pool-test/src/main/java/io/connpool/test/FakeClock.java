package io.connpool.test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.NanoClock;

/**
 * Stands still until it is told to go on.
 *
 * <p>
 * It starts ten seconds before its counter overflows, so that code which compares two
 * instants with {@code <} instead of subtracting them fails in the first test that lets
 * time pass.
 * <p>
 * <b>Threads:</b> any.
 */
public final class FakeClock implements NanoClock {

	private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

	private final AtomicLong nanos = new AtomicLong(ORIGIN);

	/**
	 * Creates a clock that stands still.
	 */
	public FakeClock() {
	}

	@Override
	public long nanos() {
		return this.nanos.get();
	}

	/**
	 * Lets time pass.
	 * @param duration how much, zero or more
	 * @throws IllegalArgumentException if negative: monotonic time does not go back
	 */
	public void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(
					"duration = " + duration + ", allowed: zero or more; monotonic time does not go back");
		}
		this.nanos.addAndGet(duration.toNanos());
	}

	/**
	 * Returns how much time has passed since the clock was made.
	 * @return the time passed
	 */
	public Duration elapsed() {
		return Duration.ofNanos(this.nanos.get() - ORIGIN);
	}

	@Override
	public String toString() {
		return "FakeClock[" + elapsed().toMillis() + " ms]";
	}

}
