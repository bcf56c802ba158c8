package io.connpool.benchmarks.race;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RecoveryTests {

	private static final long MILLI = 1_000_000;

	private final Recovery recovery = new Recovery();

	private long count;

	/** Samples every ten milliseconds, at so many a second. */
	private void run(long fromMillis, long toMillis, double perSecond) {
		for (long at = fromMillis; at < toMillis; at += 10) {
			this.recovery.sample(at * MILLI, this.count);
			this.count += Math.round(perSecond / 100);
		}
	}

	@Test
	void throughputIsThatBetweenTwoInstants() {
		run(0, 1000, 5000);
		run(1000, 2000, 0);
		run(2000, 2010, 0);

		assertThat(this.recovery.perSecond(0, 1000 * MILLI)).isCloseTo(5000, within(1.0));
		assertThat(this.recovery.perSecond(505 * MILLI, 705 * MILLI)).isCloseTo(5000, within(1.0));
		assertThat(this.recovery.perSecond(500 * MILLI, 1500 * MILLI)).isCloseTo(2500, within(1.0));
		assertThat(this.recovery.perSecond(1100 * MILLI, 1900 * MILLI)).isZero();
	}

	@Test
	void recoveryIsWhereTheFirstGoodWindowBegins() {
		run(0, 1000, 5000);
		run(1000, 2000, 0);
		run(2000, 2300, 1000);
		run(2300, 3000, 5000);

		// A window that begins a little earlier reaches nine tenths all the same.
		assertThat(this.recovery.millisUntil(2000 * MILLI, 5000, 0.9)).isBetween(280.0, 300.0);
	}

	@Test
	void whoNeverRecoversHasNoTime() {
		run(0, 1000, 5000);
		run(1000, 3000, 4000);

		assertThat(this.recovery.millisUntil(1000 * MILLI, 5000, 0.9)).isNaN();
	}

	@Test
	void timelineHasAWindowATenthOfASecond() {
		run(0, 200, 5000);
		run(200, 350, 0);

		assertThat(this.recovery.timeline(0)).isEqualTo("5000 5000 0");
	}

}
