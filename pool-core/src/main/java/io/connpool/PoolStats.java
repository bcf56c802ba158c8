package io.connpool;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a pool is doing at one instant. The gauges come from one pass over the pool's
 * slots; counters never go back but may lag a little.
 *
 * @param poolName the name of the pool
 * @param state the life of the pool
 * @param maxSize the limit in force
 * @param minIdle how many idle connections are maintained
 * @param idle connections ready to be lent
 * @param active connections leased, being checked or being reset
 * @param opening connections being opened
 * @param closing connections being closed
 * @param waiting callers in line
 * @param quarantined calls into the factory that overran their limit and still run
 * @param leaked leases held for longer than {@code leak-threshold} now
 * @param oldestLease how long the oldest lease has been held; zero if there is none
 * @param oldestWaiter how long the first in line has waited; zero if there is none
 * @param breaker whether opening is believed to work
 * @param lastFailure the last failure to open a connection, kept after recovery
 * @param acquired acquires that got a connection
 * @param timedOut acquires that got none in time
 * @param rejected acquires refused because too many were waiting
 * @param opened connections opened
 * @param openFailed attempts to open one that failed or were given up
 * @param staleCalls calls on a lease that had ended
 * @param closed connections closed, by reason; reasons that never occurred are absent
 */
public record PoolStats(String poolName, PoolState state, int maxSize, int minIdle, int idle, int active, int opening,
		int closing, int waiting, int quarantined, int leaked, Duration oldestLease, Duration oldestWaiter,
		BreakerState breaker, @Nullable OpenFailure lastFailure, long acquired, long timedOut, long rejected,
		long opened, long openFailed, long staleCalls, Map<CloseReason, Long> closed) {

	/**
	 * Copies the map.
	 */
	public PoolStats {
		closed = Map.copyOf(closed);
	}

	/**
	 * Returns how many connections count against {@code max-size}.
	 * @return idle + active + opening + closing
	 */
	public int total() {
		return this.idle + this.active + this.opening + this.closing;
	}

	/**
	 * Returns how many connections were closed, for whatever reason.
	 * @return the sum over all reasons
	 */
	public long closedTotal() {
		return this.closed.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Returns the gauges as they appear in messages.
	 * @return for example
	 * {@code total=10 active=10 idle=0 opening=0 closing=0 waiting=37}
	 */
	public String gauges() {
		return "total=" + total() + " active=" + this.active + " idle=" + this.idle + " opening=" + this.opening
				+ " closing=" + this.closing + " waiting=" + this.waiting;
	}

}
