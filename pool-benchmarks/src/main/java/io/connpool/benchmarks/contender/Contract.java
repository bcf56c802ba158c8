package io.connpool.benchmarks.contender;

/**
 * What a contender promises as it is set up here, so that a table can say whose contract
 * is weaker than its neighbour's.
 *
 * @param project whose it is, with the version
 * @param fifo whether waiters are served in the order in which they came
 * @param timeout whether the acquire timeout is kept, and what it covers
 * @param check whether a connection is looked at before every lease
 * @param validation whether idle connections are tested with the backend
 * @param counters whether the pool counts what it does, and shows it
 * @param leaks whether a forgotten lease is found out
 * @param releaseGuard what giving back twice, or through a stale handle, does
 * @param setup what differs from its defaults, and what is pooled if not the resource
 * itself
 */
public record Contract(String project, Point fifo, Point timeout, Point check, Point validation, Point counters,
		Point leaks, Point releaseGuard, String setup) {
}
