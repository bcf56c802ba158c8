package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.connpool.ConnectionFactory;
import io.connpool.Fairness;
import io.connpool.IdleOrder;
import io.connpool.LeaseTimeAction;
import io.connpool.PoolListener;

/**
 * A pool's settings, which follow from the seed, and what is done to it. Operations name
 * what they work on by numbers that fit whatever there is, so that any of them may be
 * left out.
 */
record History(long seed, List<Operation> operations) {

	/** What time passes by; see {@link #settings}. */
	static final Duration STEP = Duration.ofMillis(500);

	private static final int LENGTH = 100;

	private static final int[] PATIENCE = { 0, 1, 2, 10, 1_000 };

	private static final int[] DELAYS = { 1, 1, 1, 2, 4, 10, 60 };

	/** One thing that is done: to which of those there are, and how. */
	record Operation(Act act, int which, int how) {

		@Override
		public String toString() {
			return this.act + "(" + this.which + "," + this.how + ")";
		}

	}

	static Duration patience(int how) {
		return STEP.multipliedBy(PATIENCE[how % PATIENCE.length]);
	}

	static Duration delay(int how) {
		return STEP.multipliedBy(DELAYS[how % DELAYS.length]);
	}

	/** The history that follows from a seed; each seed favours other operations. */
	static History of(long seed) {
		Random random = new Random(~seed);
		List<Act> urn = new ArrayList<>();
		for (Act act : Act.values()) {
			int weight = act.weight * ((act == Act.RUN || act == Act.ASK) ? 2 : random.nextInt(4));
			for (int i = 0; i < weight; i++) {
				urn.add(act);
			}
		}
		List<Operation> operations = new ArrayList<>();
		for (int i = 0; i < LENGTH; i++) {
			operations
				.add(new Operation(urn.get(random.nextInt(urn.size())), random.nextInt(1_000), random.nextInt(1_000)));
		}
		return new History(seed, operations);
	}

	int maxSize() {
		return 1 + new Random(this.seed).nextInt(4);
	}

	ConnectionFactory<SimulatedConnection> factory(SimulatedHooks hooks) {
		return hooks.factory((int) (this.seed % 7));
	}

	SimulatedListener listener() {
		Random random = new Random(this.seed);
		PoolListener.Timing[] timings = PoolListener.Timing.values();
		return new SimulatedListener(timings[random.nextInt(timings.length)], random.nextInt(3) == 0);
	}

	/**
	 * Applies the settings. Lifetimes and intervals are chosen such that whether they
	 * have passed at a multiple of {@link #STEP} does not depend on the jitter the pool
	 * takes off: nothing is left to chance but the seed.
	 */
	<C> ConnectionPools.Builder<C> settings(ConnectionPools.Builder<C> builder) {
		Random random = new Random(this.seed);
		int maxSize = 1 + random.nextInt(4);
		return builder.name("simulated")
			.maxSize(maxSize)
			.minIdle(random.nextBoolean() ? 0 : random.nextInt(maxSize + 1))
			.maxWaiting(1 + random.nextInt(6))
			.maxQuarantined(1 + random.nextInt(3))
			.maxUses(random.nextInt(3) * 2)
			.openingParallelism(1 + random.nextInt(4))
			.breakerFailureThreshold(1 + random.nextInt(2))
			.openTimeout(STEP.multipliedBy(2 + random.nextInt(3)))
			.validationTimeout(STEP.multipliedBy(1 + random.nextInt(3)))
			.closeTimeout(STEP.multipliedBy(1 + random.nextInt(3)))
			.validateAfterIdle(oneOf(random, 0, 500, 2_000))
			.idleTimeout(oneOf(random, 0, 500, 3_000))
			.maxLifetime(oneOf(random, 0, 1_400, 2_900, 4_490))
			.keepaliveInterval(oneOf(random, 0, 1_400, 1_990))
			.keepaliveTries(1 + random.nextInt(2))
			.leakThreshold(oneOf(random, 0, 0, 1_000))
			.maxLeaseTime(oneOf(random, 0, 0, 5_000))
			.onMaxLeaseTime(random.nextBoolean() ? LeaseTimeAction.RECLAIM : LeaseTimeAction.WARN)
			.fairness((random.nextInt(4) == 0) ? Fairness.BOUNDED : Fairness.STRICT)
			.idleOrder(random.nextBoolean() ? IdleOrder.AFFINITY
					: IdleOrder.values()[random.nextInt(IdleOrder.values().length)]);
	}

	private static Duration oneOf(Random random, int... millis) {
		return Duration.ofMillis(millis[random.nextInt(millis.length)]);
	}

}
