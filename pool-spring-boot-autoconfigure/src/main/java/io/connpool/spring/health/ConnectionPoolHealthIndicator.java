package io.connpool.spring.health;

import io.connpool.BreakerState;
import io.connpool.ConnectionPool;
import io.connpool.OpenFailure;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.spring.ConnectionPoolDescription;
import io.connpool.spring.SafeText;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells the health of one pool from what the pool knows anyway; never borrows a
 * connection.
 */
final class ConnectionPoolHealthIndicator implements HealthIndicator {

	private final ConnectionPool<?> pool;

	private final ConnectionPoolDescription description;

	ConnectionPoolHealthIndicator(ConnectionPool<?> pool, ConnectionPoolDescription description) {
		this.pool = pool;
		this.description = description;
	}

	@Override
	public Health health() {
		PoolStats stats = this.pool.stats();
		Health.Builder health = Health.status(status(stats)).withDetail("type", this.description.type());
		if (this.description.target() != null) {
			health.withDetail("target", this.description.target());
		}
		health.withDetail("state", stats.state())
			.withDetail("breaker", stats.breaker())
			.withDetail("total", stats.total())
			.withDetail("active", stats.active())
			.withDetail("idle", stats.idle())
			.withDetail("opening", stats.opening())
			.withDetail("closing", stats.closing())
			.withDetail("waiting", stats.waiting())
			.withDetail("maxSize", stats.maxSize());
		OpenFailure failure = stats.lastFailure();
		if (failure != null) {
			health.withDetail("lastFailure", SafeText.failure(failure.cause()))
				.withDetail("lastFailureAgeMillis", failure.age().toMillis());
		}
		return health.build();
	}

	private static Status status(PoolStats stats) {
		if (stats.state() == PoolState.CLOSING || stats.state() == PoolState.CLOSED) {
			return Status.DOWN;
		}
		if (stats.state() == PoolState.SUSPENDED) {
			return Status.OUT_OF_SERVICE;
		}
		boolean alive = stats.active() + stats.idle() > 0;
		return (stats.breaker() == BreakerState.OPEN && !alive) ? Status.DOWN : Status.UP;
	}

}
