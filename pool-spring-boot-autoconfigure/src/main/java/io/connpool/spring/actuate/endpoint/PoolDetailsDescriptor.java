package io.connpool.spring.actuate.endpoint;

import java.util.Map;
import java.util.TreeMap;

import io.connpool.BreakerState;
import io.connpool.CloseReason;
import io.connpool.OpenFailure;
import io.connpool.PoolSettings;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.spring.ConnectionPoolDescription;
import io.connpool.spring.SafeText;
import io.connpool.spring.actuate.endpoint.PoolDescriptor.Gauges;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A pool in full.
 *
 * @param name the name of the pool
 * @param type the scheme of its URI, or the simple name of the connection type
 * @param target where its connections lead, without credentials
 * @param state the life of the pool
 * @param breaker whether opening is believed to work
 * @param maxSize the limit in force
 * @param minIdle how many idle connections are maintained
 * @param connections the gauges
 * @param quarantined calls into the factory that overran their limit and still run
 * @param leaked leases held for longer than {@code leak-threshold} now
 * @param oldestLeaseMillis how long the oldest lease has been held, in milliseconds
 * @param oldestWaiterMillis how long the first in line has waited, in milliseconds
 * @param lastFailure the last failure to open a connection, if there was one
 * @param counters what has happened since the pool was started
 * @param settings the settings in force
 */
public record PoolDetailsDescriptor(String name, String type, @Nullable String target, PoolState state,
		BreakerState breaker, int maxSize, int minIdle, Gauges connections, int quarantined, int leaked,
		long oldestLeaseMillis, long oldestWaiterMillis, @Nullable Failure lastFailure, Counters counters,
		SettingsDescriptor settings) implements OperationResponseBody {

	static PoolDetailsDescriptor of(ConnectionPoolDescription description, PoolStats stats, PoolSettings settings) {
		return new PoolDetailsDescriptor(description.name(), description.type(), description.target(), stats.state(),
				stats.breaker(), stats.maxSize(), stats.minIdle(), Gauges.of(stats), stats.quarantined(),
				stats.leaked(), stats.oldestLease().toMillis(), stats.oldestWaiter().toMillis(),
				Failure.of(stats.lastFailure()), Counters.of(stats), SettingsDescriptor.of(settings));
	}

	/**
	 * A failure to open a connection.
	 *
	 * @param message its type and message, without credentials
	 * @param ageMillis how long ago, in milliseconds
	 * @param consecutive attempts that have failed since the last success
	 */
	public record Failure(String message, long ageMillis, int consecutive) {

		static @Nullable Failure of(@Nullable OpenFailure failure) {
			return (failure != null)
					? new Failure(SafeText.failure(failure.cause()), failure.age().toMillis(), failure.consecutive())
					: null;
		}

	}

	/**
	 * What has happened since the pool was started.
	 *
	 * @param acquired acquires that got a connection
	 * @param timedOut acquires that got none in time
	 * @param rejected acquires refused because too many were waiting
	 * @param opened connections opened
	 * @param openFailed attempts to open one that failed
	 * @param staleCalls calls on a lease that had ended
	 * @param closed connections closed, by reason; reasons that never occurred are absent
	 */
	public record Counters(long acquired, long timedOut, long rejected, long opened, long openFailed, long staleCalls,
			Map<CloseReason, Long> closed) {

		static Counters of(PoolStats stats) {
			return new Counters(stats.acquired(), stats.timedOut(), stats.rejected(), stats.opened(),
					stats.openFailed(), stats.staleCalls(), new TreeMap<>(stats.closed()));
		}

	}

}
