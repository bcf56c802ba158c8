package io.connpool.spring.actuate.endpoint;

import java.time.Duration;

import io.connpool.Deadline;
import io.connpool.Fairness;
import io.connpool.IdleOrder;
import io.connpool.LeaseTimeAction;
import io.connpool.PoolSettings;
import io.connpool.WarmUp;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pool, its size excepted. Durations are in milliseconds.
 *
 * @param acquireTimeoutMillis see {@link PoolSettings#acquireTimeout()}; null if infinite
 * @param openTimeoutMillis see {@link PoolSettings#openTimeout()}
 * @param openingParallelism see {@link PoolSettings#openingParallelism()}
 * @param breakerFailureThreshold see {@link PoolSettings#breakerFailureThreshold()}
 * @param maxWaiting see {@link PoolSettings#maxWaiting()}
 * @param validateAfterIdleMillis see {@link PoolSettings#validateAfterIdle()}
 * @param validationTimeoutMillis see {@link PoolSettings#validationTimeout()}
 * @param keepaliveIntervalMillis see {@link PoolSettings#keepaliveInterval()}
 * @param keepaliveTries see {@link PoolSettings#keepaliveTries()}
 * @param idleTimeoutMillis see {@link PoolSettings#idleTimeout()}
 * @param maxLifetimeMillis see {@link PoolSettings#maxLifetime()}
 * @param maxUses see {@link PoolSettings#maxUses()}
 * @param maxLeaseTimeMillis see {@link PoolSettings#maxLeaseTime()}
 * @param onMaxLeaseTime see {@link PoolSettings#onMaxLeaseTime()}
 * @param leakThresholdMillis see {@link PoolSettings#leakThreshold()}
 * @param idleOrder see {@link PoolSettings#idleOrder()}
 * @param fairness see {@link PoolSettings#fairness()}
 * @param warmUp see {@link PoolSettings#warmUp()}
 * @param maxQuarantined see {@link PoolSettings#maxQuarantined()}
 * @param closeDrainTimeoutMillis see {@link PoolSettings#closeDrainTimeout()}
 * @param closeTimeoutMillis see {@link PoolSettings#closeTimeout()}
 */
public record SettingsDescriptor(@Nullable Long acquireTimeoutMillis, long openTimeoutMillis, int openingParallelism,
		int breakerFailureThreshold, int maxWaiting, long validateAfterIdleMillis, long validationTimeoutMillis,
		long keepaliveIntervalMillis, int keepaliveTries, long idleTimeoutMillis, long maxLifetimeMillis, long maxUses,
		long maxLeaseTimeMillis, LeaseTimeAction onMaxLeaseTime, long leakThresholdMillis, IdleOrder idleOrder,
		Fairness fairness, WarmUp warmUp, int maxQuarantined, long closeDrainTimeoutMillis, long closeTimeoutMillis) {

	static SettingsDescriptor of(PoolSettings settings) {
		return new SettingsDescriptor(finiteMillis(settings.acquireTimeout()), millis(settings.openTimeout()),
				settings.openingParallelism(), settings.breakerFailureThreshold(), settings.maxWaiting(),
				millis(settings.validateAfterIdle()), millis(settings.validationTimeout()),
				millis(settings.keepaliveInterval()), settings.keepaliveTries(), millis(settings.idleTimeout()),
				millis(settings.maxLifetime()), settings.maxUses(), millis(settings.maxLeaseTime()),
				settings.onMaxLeaseTime(), millis(settings.leakThreshold()), settings.idleOrder(), settings.fairness(),
				settings.warmUp(), settings.maxQuarantined(), millis(settings.closeDrainTimeout()),
				millis(settings.closeTimeout()));
	}

	private static @Nullable Long finiteMillis(Duration duration) {
		return duration.equals(PoolSettings.INFINITE) ? null : Long.valueOf(millis(duration));
	}

	private static long millis(Duration duration) {
		return Deadline.saturatedNanos(duration) / 1_000_000L;
	}

}
