package io.connpool;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a pool, one method each, named as the configuration property in camel
 * case ({@code keepalive.interval} is {@code keepaliveInterval}). Nothing is checked
 * before the settings are built; then everything is, together.
 *
 * <p>
 * <b>Threads:</b> one.
 *
 * @param <B> the type of the builder itself
 */
public abstract sealed class PoolSettingsSpec<B extends PoolSettingsSpec<B>>
		permits PoolSettings.Builder, PoolSettingsSpec.Extension {

	private String name = "pool";

	private int maxSize = 10;

	private int minIdle = 0;

	private Duration acquireTimeout = Duration.ofSeconds(5);

	private Duration openTimeout = Duration.ofSeconds(2);

	private @Nullable Integer openingParallelism;

	private int breakerFailureThreshold = 5;

	private @Nullable Integer maxWaiting;

	private Duration validateAfterIdle = Duration.ofMillis(500);

	private Duration validationTimeout = Duration.ofSeconds(1);

	private Duration keepaliveInterval = Duration.ofMinutes(2);

	private int keepaliveTries = 2;

	private Duration idleTimeout = Duration.ofMinutes(10);

	private Duration maxLifetime = Duration.ofMinutes(30);

	private long maxUses = 0;

	private Duration maxLeaseTime = Duration.ZERO;

	private LeaseTimeAction onMaxLeaseTime = LeaseTimeAction.WARN;

	private Duration leakThreshold = Duration.ZERO;

	private IdleOrder idleOrder = IdleOrder.AFFINITY;

	private Fairness fairness = Fairness.STRICT;

	private WarmUp warmUp = WarmUp.LAZY;

	/** Whether it follows {@code min-idle}, as it does until it is set. */
	private boolean usualWarmUp = true;

	private @Nullable Integer maxQuarantined;

	private Duration closeDrainTimeout = Duration.ofSeconds(20);

	private Duration closeTimeout = Duration.ofSeconds(2);

	PoolSettingsSpec() {
	}

	abstract B self();

	/**
	 * Sets the name of the pool, used in messages, thread names and metrics.
	 * @param name a lower-case letter, then lower-case letters, digits and dashes, at
	 * most 48 characters; default {@code pool}
	 * @return this builder
	 */
	public B name(String name) {
		this.name = name;
		return self();
	}

	/**
	 * Sets {@code max-size}.
	 * @param maxSize most connections at any instant, opening and closing ones included;
	 * 1 to 100,000, default 10
	 * @return this builder
	 */
	public B maxSize(int maxSize) {
		this.maxSize = maxSize;
		return self();
	}

	/**
	 * Sets {@code min-idle}.
	 * @param minIdle idle connections to maintain; 0 to {@code max-size}, default 0
	 * @return this builder
	 */
	public B minIdle(int minIdle) {
		this.minIdle = minIdle;
		return self();
	}

	/**
	 * Sets {@code acquire-timeout}.
	 * @param acquireTimeout longest an acquire takes in total; more than zero or
	 * {@link PoolSettings#INFINITE}, default 5 s
	 * @return this builder
	 */
	public B acquireTimeout(Duration acquireTimeout) {
		this.acquireTimeout = acquireTimeout;
		return self();
	}

	/**
	 * Sets {@code open-timeout}.
	 * @param openTimeout longest one attempt to open a connection takes; more than zero,
	 * default 2 s
	 * @return this builder
	 */
	public B openTimeout(Duration openTimeout) {
		this.openTimeout = openTimeout;
		return self();
	}

	/**
	 * Sets {@code opening.parallelism}.
	 * @param openingParallelism connections opened at the same time; 1 to 1,000, default
	 * 4 or {@code max-size} if that is less; once there has been a line for half the time
	 * that an open takes, or 250 ms, as many are opened as there are waiters and places;
	 * where no connection is left to serve it, once there has been one for as long as an
	 * open takes
	 * @return this builder
	 */
	public B openingParallelism(int openingParallelism) {
		this.openingParallelism = openingParallelism;
		return self();
	}

	/**
	 * Sets {@code breaker.failure-threshold}.
	 * @param breakerFailureThreshold consecutive failures to open after which newcomers
	 * fail at once while no connection is there; 1 to 1,000, default 5
	 * @return this builder
	 */
	public B breakerFailureThreshold(int breakerFailureThreshold) {
		this.breakerFailureThreshold = breakerFailureThreshold;
		return self();
	}

	/**
	 * Sets {@code max-waiting}.
	 * @param maxWaiting most callers in line; 1 to 10,000,000, default 10 times
	 * {@code max-size}, at least 100
	 * @return this builder
	 */
	public B maxWaiting(int maxWaiting) {
		this.maxWaiting = maxWaiting;
		return self();
	}

	/**
	 * Sets {@code validate-after-idle}.
	 * @param validateAfterIdle idle time after which a connection is validated before it
	 * is lent; zero: always; default 500 ms
	 * @return this builder
	 */
	public B validateAfterIdle(Duration validateAfterIdle) {
		this.validateAfterIdle = validateAfterIdle;
		return self();
	}

	/**
	 * Sets {@code validation-timeout}.
	 * @param validationTimeout longest a validation or a reset takes; more than zero,
	 * default 1 s
	 * @return this builder
	 */
	public B validationTimeout(Duration validationTimeout) {
		this.validationTimeout = validationTimeout;
		return self();
	}

	/**
	 * Sets {@code keepalive.interval}.
	 * @param keepaliveInterval how often an idle connection is validated, less up to 20 %
	 * jitter; zero: never; default 2 min
	 * @return this builder
	 */
	public B keepaliveInterval(Duration keepaliveInterval) {
		this.keepaliveInterval = keepaliveInterval;
		return self();
	}

	/**
	 * Sets {@code keepalive.tries}.
	 * @param keepaliveTries validations that may throw in a row, each in a way that
	 * leaves the connection {@linkplain ConnectionFactory#isReusableAfter reusable},
	 * before keepalive closes it (one that answers false or takes too long closes it at
	 * once); 1 to 10, default 2
	 * @return this builder
	 */
	public B keepaliveTries(int keepaliveTries) {
		this.keepaliveTries = keepaliveTries;
		return self();
	}

	/**
	 * Sets {@code idle-timeout}.
	 * @param idleTimeout idle time after which a connection beyond {@code min-idle} is
	 * closed; zero: never; default 10 min
	 * @return this builder
	 */
	public B idleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
		return self();
	}

	/**
	 * Sets {@code max-lifetime}.
	 * @param maxLifetime age at which a connection is replaced, less up to 10 % jitter;
	 * zero: never; default 30 min
	 * @return this builder
	 */
	public B maxLifetime(Duration maxLifetime) {
		this.maxLifetime = maxLifetime;
		return self();
	}

	/**
	 * Sets {@code max-uses}.
	 * @param maxUses leases after which a connection is closed; 0: no limit, default 0
	 * @return this builder
	 */
	public B maxUses(long maxUses) {
		this.maxUses = maxUses;
		return self();
	}

	/**
	 * Sets {@code max-lease-time}.
	 * @param maxLeaseTime how long a lease may be held; zero: no limit, default zero
	 * @return this builder
	 */
	public B maxLeaseTime(Duration maxLeaseTime) {
		this.maxLeaseTime = maxLeaseTime;
		return self();
	}

	/**
	 * Sets {@code on-max-lease-time}.
	 * @param onMaxLeaseTime what happens to a lease held for longer; default
	 * {@link LeaseTimeAction#WARN}
	 * @return this builder
	 */
	public B onMaxLeaseTime(LeaseTimeAction onMaxLeaseTime) {
		this.onMaxLeaseTime = onMaxLeaseTime;
		return self();
	}

	/**
	 * Sets {@code leak-threshold}.
	 * @param leakThreshold how long a lease is held before it is reported, with the stack
	 * that acquired it; zero: never (and acquiring records no stacks), default zero
	 * @return this builder
	 */
	public B leakThreshold(Duration leakThreshold) {
		this.leakThreshold = leakThreshold;
		return self();
	}

	/**
	 * Sets {@code idle-order}.
	 * @param idleOrder which idle connection is lent next; default
	 * {@link IdleOrder#AFFINITY}
	 * @return this builder
	 */
	public B idleOrder(IdleOrder idleOrder) {
		this.idleOrder = idleOrder;
		return self();
	}

	/**
	 * Sets {@code fairness}.
	 * @param fairness who gets a connection that comes free while callers wait; default
	 * {@link Fairness#STRICT}
	 * @return this builder
	 */
	public B fairness(Fairness fairness) {
		this.fairness = fairness;
		return self();
	}

	/**
	 * Sets {@code warm-up}.
	 * @param warmUp what is opened at the start; default {@link WarmUp#LAZY}, or
	 * {@link WarmUp#BACKGROUND} with {@code min-idle} above 0
	 * @return this builder
	 */
	public B warmUp(WarmUp warmUp) {
		this.warmUp = warmUp;
		this.usualWarmUp = false;
		return self();
	}

	/**
	 * Sets {@code max-quarantined}.
	 * @param maxQuarantined calls into the factory that overran their limit and still
	 * run, before connections are opened one at a time only, see
	 * {@link PoolSettings#maxQuarantined()}; 1 to 100,000, default {@code max-size}
	 * @return this builder
	 */
	public B maxQuarantined(int maxQuarantined) {
		this.maxQuarantined = maxQuarantined;
		return self();
	}

	/**
	 * Sets {@code close.drain-timeout}.
	 * @param closeDrainTimeout how long {@code close()} waits for leases to come back;
	 * zero: not at all, default 20 s
	 * @return this builder
	 */
	public B closeDrainTimeout(Duration closeDrainTimeout) {
		this.closeDrainTimeout = closeDrainTimeout;
		return self();
	}

	/**
	 * Sets {@code close-timeout}.
	 * @param closeTimeout longest the close of one connection takes; more than zero,
	 * default 2 s
	 * @return this builder
	 */
	public B closeTimeout(Duration closeTimeout) {
		this.closeTimeout = closeTimeout;
		return self();
	}

	/**
	 * Takes over all settings of another pool, its name included.
	 * @param settings the settings
	 * @return this builder
	 */
	public B settings(PoolSettings settings) {
		Objects.requireNonNull(settings, "settings");
		this.name = settings.name();
		this.maxSize = settings.maxSize();
		this.minIdle = settings.minIdle();
		this.acquireTimeout = settings.acquireTimeout();
		this.openTimeout = settings.openTimeout();
		this.openingParallelism = settings.openingParallelism();
		this.breakerFailureThreshold = settings.breakerFailureThreshold();
		this.maxWaiting = settings.maxWaiting();
		this.validateAfterIdle = settings.validateAfterIdle();
		this.validationTimeout = settings.validationTimeout();
		this.keepaliveInterval = settings.keepaliveInterval();
		this.keepaliveTries = settings.keepaliveTries();
		this.idleTimeout = settings.idleTimeout();
		this.maxLifetime = settings.maxLifetime();
		this.maxUses = settings.maxUses();
		this.maxLeaseTime = settings.maxLeaseTime();
		this.onMaxLeaseTime = settings.onMaxLeaseTime();
		this.leakThreshold = settings.leakThreshold();
		this.idleOrder = settings.idleOrder();
		this.fairness = settings.fairness();
		this.warmUp = settings.warmUp();
		this.usualWarmUp = false;
		this.maxQuarantined = settings.maxQuarantined();
		this.closeDrainTimeout = settings.closeDrainTimeout();
		this.closeTimeout = settings.closeTimeout();
		return self();
	}

	/**
	 * Lets what was left at a default that depends on {@code max-size} follow the new
	 * one.
	 */
	final void followSize(PoolSettings before) {
		if (before.openingParallelism() == usualParallelism(before.maxSize())) {
			this.openingParallelism = null;
		}
		if (before.maxWaiting() == usualWaiting(before.maxSize())) {
			this.maxWaiting = null;
		}
	}

	private static int usualParallelism(int maxSize) {
		return Math.max(1, Math.min(4, maxSize));
	}

	private static int usualWaiting(int maxSize) {
		return Math.max(100, (int) Math.min(10_000_000L, 10L * maxSize));
	}

	final PoolSettings toSettings() {
		return new PoolSettings(this.name, this.maxSize, this.minIdle, this.acquireTimeout, this.openTimeout,
				(this.openingParallelism != null) ? this.openingParallelism : usualParallelism(this.maxSize),
				this.breakerFailureThreshold, (this.maxWaiting != null) ? this.maxWaiting : usualWaiting(this.maxSize),
				this.validateAfterIdle, this.validationTimeout, this.keepaliveInterval, this.keepaliveTries,
				this.idleTimeout, this.maxLifetime, this.maxUses, this.maxLeaseTime, this.onMaxLeaseTime,
				this.leakThreshold, this.idleOrder, this.fairness,
				(this.usualWarmUp && this.minIdle > 0) ? WarmUp.BACKGROUND : this.warmUp,
				(this.maxQuarantined != null) ? this.maxQuarantined : Math.max(1, Math.min(100_000, this.maxSize)),
				this.closeDrainTimeout, this.closeTimeout);
	}

	/**
	 * For builders outside this package: the engine's.
	 *
	 * @param <B> the type of the builder itself
	 */
	public abstract static non-sealed class Extension<B extends Extension<B>> extends PoolSettingsSpec<B> {

		/**
		 * Builds and checks the settings.
		 * @return the settings
		 * @throws InvalidPoolSettingsException listing every violation
		 */
		protected final PoolSettings buildSettings() {
			return toSettings();
		}

		@Override
		@SuppressWarnings("unchecked")
		final B self() {
			return (B) this;
		}

	}

}
