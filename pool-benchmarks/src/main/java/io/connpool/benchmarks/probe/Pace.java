package io.connpool.benchmarks.probe;

import java.time.Duration;

/**
 * The times that probes and criteria go by.
 *
 * @param timeout the acquire timeout of every pool
 * @param slack by how much a call may overrun on a busy machine
 * @param soon within what a pool that survives serves again
 * @param late within what it serves late, but serves
 * @param never after what nobody waits for it any longer
 */
record Pace(Duration timeout, Duration slack, Duration soon, Duration late, Duration never) {

	static final Pace STANDARD = new Pace(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(1),
			Duration.ofSeconds(5), Duration.ofSeconds(30));

}
