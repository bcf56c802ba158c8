package io.connpool.test;

/** Refuses what makes no sense, with its name, its value and what is allowed. */
final class Allowed {

	private Allowed() {
	}

	static void require(boolean allowed, String name, Object value, String range) {
		if (!allowed) {
			throw new IllegalArgumentException(name + " = " + value + ", allowed: " + range);
		}
	}

	/** A stretch of the bytes of one direction. */
	static void stretch(long position, int count, int most) {
		require(position >= 0, "position", position, "zero or more");
		require(count > 0 && count <= most, "count", count, "from 1 to " + most);
	}

}
