package io.connpool.benchmarks.probe;

import java.time.Duration;

/**
 * What every subject is built with.
 *
 * @param size places of the pool
 * @param timeout acquire timeout
 * @param backend opens, validates and closes the connections, and is behind the hooks
 */
record Setup(int size, Duration timeout, Backend backend) {
}
