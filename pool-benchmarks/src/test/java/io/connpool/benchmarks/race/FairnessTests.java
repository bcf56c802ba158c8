package io.connpool.benchmarks.race;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FairnessTests {

	@Test
	void equalCountsAreEven() {
		assertThat(Fairness.of(new long[] { 5, 5, 5 })).isEqualTo(new Fairness(15, 1, 1));
	}

	@Test
	void worstIsComparedWithMeanAndBest() {
		assertThat(Fairness.of(new long[] { 2, 4, 6, 8 })).isEqualTo(new Fairness(20, 0.4, 4));
	}

	@Test
	void starvedThreadMakesTheRatioInfinite() {
		assertThat(Fairness.of(new long[] { 0, 10 })).isEqualTo(new Fairness(10, 0, Double.POSITIVE_INFINITY));
	}

	@Test
	void nothingDoneIsNoDivisionByZero() {
		assertThat(Fairness.of(new long[] { 0, 0 })).isEqualTo(new Fairness(0, 0, 1));
	}

}
