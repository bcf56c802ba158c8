package io.connpool.spring.autoconfigure;

import java.time.Duration;

import io.connpool.Fairness;
import io.connpool.IdleOrder;
import io.connpool.LeaseTimeAction;
import io.connpool.WarmUp;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What can be set for every pool, in a preset, or for one pool. Null is not set.
 */
class SettingsProperties {

	/**
	 * Most connections at any instant, opening and closing ones included; 1 to 100000.
	 */
	private @Nullable Integer maxSize;

	/**
	 * Idle connections to maintain; 0 to max-size.
	 */
	private @Nullable Integer minIdle;

	/**
	 * Longest time an acquire takes in total; more than zero, or "infinite".
	 */
	@InfiniteAllowed
	private @Nullable Duration acquireTimeout;

	/**
	 * Longest time one attempt to open a connection takes; more than zero.
	 */
	private @Nullable Duration openTimeout;

	/**
	 * Most callers in line; 1 to 10000000, by default 10 x max-size and at least 100.
	 */
	private @Nullable Integer maxWaiting;

	/**
	 * Idle time after which a connection is validated before it is lent; zero: always.
	 */
	private @Nullable Duration validateAfterIdle;

	/**
	 * Longest time a validation or a reset takes; more than zero.
	 */
	private @Nullable Duration validationTimeout;

	/**
	 * Idle time after which a connection beyond min-idle is closed; zero: never.
	 */
	private @Nullable Duration idleTimeout;

	/**
	 * Age at which a connection is replaced, less up to 10 % jitter; zero: never.
	 */
	private @Nullable Duration maxLifetime;

	/**
	 * Leases after which a connection is closed; zero sets no limit.
	 */
	private @Nullable Long maxUses;

	/**
	 * Time a lease may be held; zero sets no limit.
	 */
	private @Nullable Duration maxLeaseTime;

	/**
	 * What happens to a lease held for longer than max-lease-time.
	 */
	private @Nullable LeaseTimeAction onMaxLeaseTime;

	/**
	 * Time a lease is held before it is reported with its stack; zero reports none.
	 */
	private @Nullable Duration leakThreshold;

	/**
	 * Which idle connection is lent next.
	 */
	private @Nullable IdleOrder idleOrder;

	/**
	 * Who gets a connection that comes free while callers wait.
	 */
	private @Nullable Fairness fairness;

	/**
	 * What is opened when the pool starts; by default nothing, or min-idle in the
	 * background.
	 */
	private @Nullable WarmUp warmUp;

	/**
	 * Overdue calls into the factory before connections are opened one at a time only; 1
	 * to 100000, by default max-size.
	 */
	private @Nullable Integer maxQuarantined;

	/**
	 * Longest time the close of one connection takes; more than zero.
	 */
	private @Nullable Duration closeTimeout;

	@NestedConfigurationProperty
	private final OpeningProperties opening = new OpeningProperties();

	@NestedConfigurationProperty
	private final BreakerProperties breaker = new BreakerProperties();

	@NestedConfigurationProperty
	private final KeepaliveProperties keepalive = new KeepaliveProperties();

	@NestedConfigurationProperty
	private final CloseProperties close = new CloseProperties();

	@NestedConfigurationProperty
	private final SocketProperties socket = new SocketProperties();

	@NestedConfigurationProperty
	private final CodecProperties codec = new CodecProperties();

	@NestedConfigurationProperty
	private final PingProperties ping = new PingProperties();

	@NestedConfigurationProperty
	private final HealthProperties health = new HealthProperties();

	@NestedConfigurationProperty
	private final MetricsProperties metrics = new MetricsProperties();

	public @Nullable Integer getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(@Nullable Integer maxSize) {
		this.maxSize = maxSize;
	}

	public @Nullable Integer getMinIdle() {
		return this.minIdle;
	}

	public void setMinIdle(@Nullable Integer minIdle) {
		this.minIdle = minIdle;
	}

	public @Nullable Duration getAcquireTimeout() {
		return this.acquireTimeout;
	}

	public void setAcquireTimeout(@Nullable Duration acquireTimeout) {
		this.acquireTimeout = acquireTimeout;
	}

	public @Nullable Duration getOpenTimeout() {
		return this.openTimeout;
	}

	public void setOpenTimeout(@Nullable Duration openTimeout) {
		this.openTimeout = openTimeout;
	}

	public @Nullable Integer getMaxWaiting() {
		return this.maxWaiting;
	}

	public void setMaxWaiting(@Nullable Integer maxWaiting) {
		this.maxWaiting = maxWaiting;
	}

	public @Nullable Duration getValidateAfterIdle() {
		return this.validateAfterIdle;
	}

	public void setValidateAfterIdle(@Nullable Duration validateAfterIdle) {
		this.validateAfterIdle = validateAfterIdle;
	}

	public @Nullable Duration getValidationTimeout() {
		return this.validationTimeout;
	}

	public void setValidationTimeout(@Nullable Duration validationTimeout) {
		this.validationTimeout = validationTimeout;
	}

	public @Nullable Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(@Nullable Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public @Nullable Duration getMaxLifetime() {
		return this.maxLifetime;
	}

	public void setMaxLifetime(@Nullable Duration maxLifetime) {
		this.maxLifetime = maxLifetime;
	}

	public @Nullable Long getMaxUses() {
		return this.maxUses;
	}

	public void setMaxUses(@Nullable Long maxUses) {
		this.maxUses = maxUses;
	}

	public @Nullable Duration getMaxLeaseTime() {
		return this.maxLeaseTime;
	}

	public void setMaxLeaseTime(@Nullable Duration maxLeaseTime) {
		this.maxLeaseTime = maxLeaseTime;
	}

	public @Nullable LeaseTimeAction getOnMaxLeaseTime() {
		return this.onMaxLeaseTime;
	}

	public void setOnMaxLeaseTime(@Nullable LeaseTimeAction onMaxLeaseTime) {
		this.onMaxLeaseTime = onMaxLeaseTime;
	}

	public @Nullable Duration getLeakThreshold() {
		return this.leakThreshold;
	}

	public void setLeakThreshold(@Nullable Duration leakThreshold) {
		this.leakThreshold = leakThreshold;
	}

	public @Nullable IdleOrder getIdleOrder() {
		return this.idleOrder;
	}

	public void setIdleOrder(@Nullable IdleOrder idleOrder) {
		this.idleOrder = idleOrder;
	}

	public @Nullable Fairness getFairness() {
		return this.fairness;
	}

	public void setFairness(@Nullable Fairness fairness) {
		this.fairness = fairness;
	}

	public @Nullable WarmUp getWarmUp() {
		return this.warmUp;
	}

	public void setWarmUp(@Nullable WarmUp warmUp) {
		this.warmUp = warmUp;
	}

	public @Nullable Integer getMaxQuarantined() {
		return this.maxQuarantined;
	}

	public void setMaxQuarantined(@Nullable Integer maxQuarantined) {
		this.maxQuarantined = maxQuarantined;
	}

	public @Nullable Duration getCloseTimeout() {
		return this.closeTimeout;
	}

	public void setCloseTimeout(@Nullable Duration closeTimeout) {
		this.closeTimeout = closeTimeout;
	}

	public OpeningProperties getOpening() {
		return this.opening;
	}

	public BreakerProperties getBreaker() {
		return this.breaker;
	}

	public KeepaliveProperties getKeepalive() {
		return this.keepalive;
	}

	public CloseProperties getClose() {
		return this.close;
	}

	public SocketProperties getSocket() {
		return this.socket;
	}

	public CodecProperties getCodec() {
		return this.codec;
	}

	public PingProperties getPing() {
		return this.ping;
	}

	public HealthProperties getHealth() {
		return this.health;
	}

	public MetricsProperties getMetrics() {
		return this.metrics;
	}

}
