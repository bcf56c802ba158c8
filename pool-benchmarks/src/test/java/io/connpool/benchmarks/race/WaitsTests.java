package io.connpool.benchmarks.race;

import java.util.Map;

import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitsTests {

	private static final Percentage ONE_PER_CENT = Percentage.withPercentage(1);

	@Test
	void percentilesAreThoseOfAllThreadsTogether() {
		Histogram one = Waits.histogram();
		Histogram other = Waits.histogram();
		for (int micros = 1; micros <= 500; micros++) {
			Waits.record(one, micros * 1_000L);
			Waits.record(other, (500 + micros) * 1_000L);
		}

		Waits waits = Waits.of(one, other);

		assertThat(waits.count()).isEqualTo(1000);
		assertThat(waits.meanMicros()).isCloseTo(500.5, ONE_PER_CENT);
		assertThat(waits.percentiles(1e9)).containsOnlyKeys("p50_us", "p99_us", "p99_corrected_us", "p999_us", "max_us",
				"worst_to_median");
		assertThat(waits.percentiles(1e9).get("p50_us")).isCloseTo(500, ONE_PER_CENT);
		assertThat(waits.percentiles(1e9).get("p99_us")).isCloseTo(990, ONE_PER_CENT);
		assertThat(waits.percentiles(1e9).get("p999_us")).isCloseTo(999, ONE_PER_CENT);
		assertThat(waits.percentiles(1e9).get("max_us")).isCloseTo(1000, ONE_PER_CENT);
		assertThat(waits.percentiles(1e9).get("worst_to_median")).isCloseTo(2, ONE_PER_CENT);
	}

	@Test
	void correctedPercentileDoesNotHideWhoStarves() {
		Histogram lucky = Waits.histogram();
		for (int i = 0; i < 100_000; i++) {
			Waits.record(lucky, 1_000);
		}
		Histogram starved = Waits.histogram();
		Waits.record(starved, 1_000_000_000);

		// Two threads, a use every ten microseconds on average: half of the time somebody
		// waits.
		Map<String, Double> percentiles = Waits.of(lucky, starved).percentiles(10_000);

		assertThat(percentiles.get("p99_us")).isCloseTo(1, ONE_PER_CENT);
		assertThat(percentiles.get("p99_corrected_us")).isCloseTo(980_000, ONE_PER_CENT);
		assertThat(percentiles.get("max_us")).isCloseTo(1e6, ONE_PER_CENT);
	}

	@Test
	void correctionLeavesAFairLineAsItIs() {
		Histogram fair = Waits.histogram();
		for (int micros = 401; micros <= 500; micros++) {
			Waits.record(fair, micros * 1_000L);
		}

		Map<String, Double> percentiles = Waits.of(fair).percentiles(600_000);

		assertThat(percentiles.get("p99_corrected_us")).isEqualTo(percentiles.get("p99_us"));
	}

	@Test
	void whatIsOutOfRangeIsRecordedAtItsEdge() {
		Histogram histogram = Waits.histogram();
		Waits.record(histogram, -5);
		Waits.record(histogram, Long.MAX_VALUE);

		assertThat(histogram.getTotalCount()).isEqualTo(2);
		assertThat(histogram.getMinValue()).isZero();
		assertThat(Waits.of(histogram).maxMicros()).isCloseTo(300e6, ONE_PER_CENT);
	}

}
