package io.connpool.benchmarks.contender;

import java.time.Duration;

/**
 * What every contender of a scenario is built with.
 *
 * @param minIdle connections kept open; those pools that cannot open ahead are warmed up
 * with as many
 * @param maxSize most connections at a time
 * @param acquireTimeout longest wait
 * @param factory opens connections
 */
public record Spec(int minIdle, int maxSize, Duration acquireTimeout, ResourceFactory factory) {
}
