package io.connpool.test;

import java.time.Duration;
import java.util.Objects;

/** Refuses what makes no sense, with its name, its value and what is allowed. */
final class Allowed {

	private static final Duration LONGEST = Duration.ofDays(365);

	private Allowed() {
	}

	static void require(boolean allowed, String name, Object value, String range) {
		if (!allowed) {
			throw new IllegalArgumentException(name + " = " + value + ", allowed: " + range);
		}
	}

	/** A stretch of the bytes of one direction. */
	static void stretch(long position, String name, int count, int most) {
		require(position >= 0, "position", position, "zero or more");
		require(count > 0 && count <= most, name, count, "from 1 to " + most);
	}

	/** A time that can be added to others without an overflow. */
	static void time(String name, Duration value) {
		Objects.requireNonNull(value, name);
		require(!value.isNegative() && value.compareTo(LONGEST) <= 0, name, value, "from zero to 365 days");
	}

	static void port(String name, int value, int least) {
		require(value >= least && value <= 65_535, name, value, "from " + least + " to 65535");
	}

}
