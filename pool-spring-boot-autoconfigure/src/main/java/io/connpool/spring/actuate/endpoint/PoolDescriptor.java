package io.connpool.spring.actuate.endpoint;

import io.connpool.BreakerState;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.spring.ConnectionPoolDescription;
import org.jspecify.annotations.Nullable;

/**
 * A pool in short.
 *
 * @param type the scheme of its URI, or the simple name of the connection type
 * @param target where its connections lead, without credentials
 * @param state the life of the pool
 * @param breaker whether opening is believed to work
 * @param maxSize the limit in force
 * @param minIdle how many idle connections are maintained
 * @param connections the gauges
 */
public record PoolDescriptor(String type, @Nullable String target, PoolState state, BreakerState breaker, int maxSize,
		int minIdle, Gauges connections) {

	static PoolDescriptor of(ConnectionPoolDescription description, PoolStats stats) {
		return new PoolDescriptor(description.type(), description.target(), stats.state(), stats.breaker(),
				stats.maxSize(), stats.minIdle(), Gauges.of(stats));
	}

	/**
	 * Connections by what they are doing, and the callers who wait for one.
	 *
	 * @param total idle + active + opening + closing
	 * @param idle ready to be lent
	 * @param active leased, being checked or being reset
	 * @param opening being opened
	 * @param closing being closed
	 * @param waiting callers in line
	 */
	public record Gauges(int total, int idle, int active, int opening, int closing, int waiting) {

		static Gauges of(PoolStats stats) {
			return new Gauges(stats.total(), stats.idle(), stats.active(), stats.opening(), stats.closing(),
					stats.waiting());
		}

	}

}
