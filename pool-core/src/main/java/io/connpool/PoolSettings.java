package io.connpool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a pool: immutable, and checked together when they are made, so that
 * settings that exist are valid. Nothing is silently corrected.
 *
 * <p>
 * In every duration {@link Duration#ZERO} switches the feature off, where that is
 * allowed.
 *
 * @param name the name of the pool
 * @param maxSize most connections at any instant, opening and closing ones included; 1 to
 * 100,000, default 10
 * @param minIdle idle connections to maintain; 0 to {@code max-size}, default 0
 * @param acquireTimeout longest an acquire takes in total; more than zero or
 * {@link PoolSettings#INFINITE}, default 5 s
 * @param openTimeout longest one attempt to open a connection takes; more than zero,
 * default 2 s
 * @param openingParallelism connections opened at the same time; 1 to 1,000, default 4 or
 * {@code max-size} if that is less; once there has been a line for half the time that an
 * open takes, or 250 ms, as many are opened as there are waiters and places; where no
 * connection is left to serve it, once there has been one for as long as an open takes
 * @param breakerFailureThreshold consecutive failures to open after which newcomers fail
 * at once while no connection is there; 1 to 1,000, default 5
 * @param maxWaiting most callers in line; 1 to 10,000,000, default 10 times
 * {@code max-size}, at least 100
 * @param validateAfterIdle idle time after which a connection is validated before it is
 * lent; zero: always; default 500 ms
 * @param validationTimeout longest a validation or a reset takes; more than zero, default
 * 1 s
 * @param keepaliveInterval how often an idle connection is validated, less up to 20 %
 * jitter; zero: never; default 2 min
 * @param keepaliveTries validations that may throw in a row, each in a way that leaves
 * the connection {@linkplain ConnectionFactory#isReusableAfter reusable}, before
 * keepalive closes it (one that answers false or takes too long closes it at once); 1 to
 * 10, default 2
 * @param idleTimeout idle time after which a connection beyond {@code min-idle} is
 * closed; zero: never; default 10 min
 * @param maxLifetime age at which a connection is replaced, less up to 10 % jitter; zero:
 * never; default 30 min
 * @param maxUses leases after which a connection is closed; 0: no limit, default 0
 * @param maxLeaseTime how long a lease may be held; zero: no limit, default zero
 * @param onMaxLeaseTime what happens to a lease held for longer; default
 * {@link LeaseTimeAction#WARN}
 * @param leakThreshold how long a lease is held before it is reported, with the stack
 * that acquired it; zero: never (and acquiring records no stacks), default zero
 * @param idleOrder which idle connection is lent next; default {@link IdleOrder#AFFINITY}
 * @param fairness who gets a connection that comes free while callers wait; default
 * {@link Fairness#STRICT}
 * @param warmUp what is opened at the start; default {@link WarmUp#LAZY}, or
 * {@link WarmUp#BACKGROUND} with {@code min-idle} above 0
 * @param maxQuarantined calls into the factory that overran their limit and still run,
 * before other calls than opens keep their places until they end, and connections are
 * opened one at a time: at once after one that succeeds, 1 s after the start of one that
 * hangs, and after twice as long for each further one in a row. So if no open ever
 * returns, those that hang after {@code t} seconds are these, those that were under way
 * then ({@code max-size} at most) and 1 + log2(1 + {@code t}) more; 1 to 100,000, default
 * {@code max-size}
 * @param closeDrainTimeout how long {@code close()} waits for leases to come back; zero:
 * not at all, default 20 s
 * @param closeTimeout longest the close of one connection takes; more than zero, default
 * 2 s
 */
public record PoolSettings(String name, int maxSize, int minIdle, Duration acquireTimeout, Duration openTimeout,
		int openingParallelism, int breakerFailureThreshold, int maxWaiting, Duration validateAfterIdle,
		Duration validationTimeout, Duration keepaliveInterval, int keepaliveTries, Duration idleTimeout,
		Duration maxLifetime, long maxUses, Duration maxLeaseTime, LeaseTimeAction onMaxLeaseTime,
		Duration leakThreshold, IdleOrder idleOrder, Fairness fairness, WarmUp warmUp, int maxQuarantined,
		Duration closeDrainTimeout, Duration closeTimeout) {

	/** A timeout that never comes, for {@code acquire-timeout: infinite}. */
	public static final Duration INFINITE = Duration.ofSeconds(Long.MAX_VALUE);

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,47}");

	/**
	 * Checks all settings together.
	 * @throws InvalidPoolSettingsException listing every violation
	 */
	public PoolSettings {
		Check check = new Check();
		check.that("name", name, name != null && NAME.matcher(name).matches(),
				"a lower-case letter, then lower-case letters, digits and dashes, at most 48 characters");
		check.range("max-size", maxSize, 1, 100_000, "1 to 100000");
		check.that("min-idle", minIdle, minIdle >= 0 && minIdle <= maxSize, "0 to max-size (" + maxSize + ")");
		check.positive("acquire-timeout", acquireTimeout);
		check.positive("open-timeout", openTimeout);
		check.positive("validation-timeout", validationTimeout);
		check.positive("close-timeout", closeTimeout);
		check.range("opening.parallelism", openingParallelism, 1, 1_000, "1 to 1000");
		check.range("breaker.failure-threshold", breakerFailureThreshold, 1, 1_000, "1 to 1000");
		check.range("max-waiting", maxWaiting, 1, 10_000_000, "1 to 10000000");
		check.notNegative("validate-after-idle", validateAfterIdle);
		check.notNegative("keepalive.interval", keepaliveInterval);
		check.notNegative("idle-timeout", idleTimeout);
		check.notNegative("max-lifetime", maxLifetime);
		check.notNegative("max-lease-time", maxLeaseTime);
		check.notNegative("leak-threshold", leakThreshold);
		check.notNegative("close.drain-timeout", closeDrainTimeout);
		check.range("keepalive.tries", keepaliveTries, 1, 10, "1 to 10");
		check.that("max-uses", maxUses, maxUses >= 0, "0 (no limit) or more");
		check.range("max-quarantined", maxQuarantined, 1, 100_000, "1 to 100000");
		check.oneOf("on-max-lease-time", onMaxLeaseTime, LeaseTimeAction.values());
		check.oneOf("idle-order", idleOrder, IdleOrder.values());
		check.oneOf("fairness", fairness, Fairness.values());
		check.oneOf("warm-up", warmUp, WarmUp.values());
		check.done(String.valueOf(name));
	}

	/**
	 * Starts from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts from these settings.
	 * @return a builder
	 */
	public Builder toBuilder() {
		return new Builder().settings(this);
	}

	/**
	 * Returns these settings for another size. What stands at its default for the present
	 * {@code max-size} ({@code opening.parallelism}, {@code max-waiting}) follows.
	 * @param minIdle idle connections to maintain
	 * @param maxSize most connections at any instant
	 * @return the settings
	 * @throws InvalidPoolSettingsException listing every violation
	 */
	public PoolSettings resized(int minIdle, int maxSize) {
		Builder builder = toBuilder().minIdle(minIdle).maxSize(maxSize);
		builder.followSize(this);
		return builder.build();
	}

	/**
	 * Collects settings; see {@link PoolSettingsSpec}.
	 */
	public static final class Builder extends PoolSettingsSpec<Builder> {

		Builder() {
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Builds and checks the settings.
		 * @return the settings
		 * @throws InvalidPoolSettingsException listing every violation
		 */
		public PoolSettings build() {
			return toSettings();
		}

	}

	/** Null is a value like others that are not allowed: Java does not keep it out. */
	private static final class Check {

		private final List<InvalidPoolSettingsException.Violation> violations = new ArrayList<>();

		void that(String setting, Object value, boolean allowed, String range) {
			if (!allowed) {
				this.violations.add(new InvalidPoolSettingsException.Violation(setting, String.valueOf(value), range));
			}
		}

		void range(String setting, int value, int least, int most, String range) {
			that(setting, value, value >= least && value <= most, range);
		}

		void positive(String setting, Duration value) {
			that(setting, value, value != null && value.compareTo(Duration.ZERO) > 0, "a duration of more than zero");
		}

		void notNegative(String setting, Duration value) {
			that(setting, value, value != null && !value.isNegative(), "a duration, zero or more");
		}

		void oneOf(String setting, Enum<?> value, Enum<?>[] all) {
			that(setting, value, value != null,
					Stream.of(all)
						.map((one) -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
						.collect(Collectors.joining(", ")));
		}

		void done(String name) {
			if (!this.violations.isEmpty()) {
				throw new InvalidPoolSettingsException(name, this.violations);
			}
		}

	}

}
