package io.connpool.benchmarks;

import java.time.Duration;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Spec;

/**
 * A connection to nothing.
 */
final class Stub implements Resource {

	/** Idle connections in the benchmarks that do not vary it. */
	static final int SIZE = 16;

	/** Never to be reached. */
	static final Duration TIMEOUT = Duration.ofSeconds(20);

	static Spec spec(int size) {
		return new Spec(size, size, TIMEOUT, Stub::new);
	}

}
