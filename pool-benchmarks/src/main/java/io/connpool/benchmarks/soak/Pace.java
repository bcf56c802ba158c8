package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How fast things go wrong.
 *
 * @param leastGap from the beginning of a fault to that of the next
 * @param mostGap the same
 * @param leastLasting how long a fault lasts
 * @param mostLasting the same; short ones are more frequent
 * @param calm for how long a target is left alone after a fault; no less than what a pool
 * is allowed for healing
 */
record Pace(Duration leastGap, Duration mostGap, Duration leastLasting, Duration mostLasting, Duration calm) {

	static final Pace STANDARD = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMillis(200),
			Duration.ofSeconds(20), Duration.ofSeconds(5));

	/** For those who have minutes, not hours. */
	static final Pace BRISK = new Pace(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofMillis(100),
			Duration.ofSeconds(6), Duration.ofSeconds(3));

	static Pace named(String name) {
		return switch (name) {
			case "standard" -> STANDARD;
			case "brisk" -> BRISK;
			default -> throw new IllegalArgumentException("no pace named " + name + "; there are standard and brisk");
		};
	}

	Pace {
		if (calm.toNanos() < Trouble.ALLOWANCE_NANOS) {
			throw new IllegalArgumentException("calm = " + calm + ", allowed: 2 s or more");
		}
	}

	/** Evenly spread. */
	Duration gap(SplittableRandom random) {
		double spread = this.mostGap.minus(this.leastGap).toNanos();
		return this.leastGap.plusNanos((long) (spread * random.nextDouble()));
	}

	/** Evenly spread on a logarithmic scale. */
	Duration lasting(SplittableRandom random) {
		double most = (double) this.mostLasting.toNanos() / this.leastLasting.toNanos();
		return Duration.ofNanos((long) (this.leastLasting.toNanos() * Math.pow(most, random.nextDouble())));
	}

}
