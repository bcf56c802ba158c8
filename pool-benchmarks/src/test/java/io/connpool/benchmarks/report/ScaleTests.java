package io.connpool.benchmarks.report;

import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScaleTests {

	@Test
	void linearScaleBeginsAtZero() {
		Scale scale = Scale.linear(DoubleStream.of(20, 50, Double.NaN), 100, 200);

		assertThat(scale.at(0)).isEqualTo(100);
		assertThat(scale.at(25)).isEqualTo(150);
		assertThat(scale.at(50)).isEqualTo(200);
		assertThat(scale.ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
	}

	@Test
	void logarithmicScaleBeginsAtAPowerOfTen() {
		Scale scale = Scale.logarithmic(DoubleStream.of(30, 1000), 0, 200);

		assertThat(scale.low()).isCloseTo(10, within(1e-9));
		assertThat(scale.at(100)).isCloseTo(100, within(1e-9));
		assertThat(scale.at(1000)).isCloseTo(200, within(1e-9));
		assertThat(scale.ticks()).hasSize(3);
	}

	@Test
	void whatIsBeyondTheAxisIsAtItsEdge() {
		Scale scale = Scale.logarithmic(DoubleStream.of(10, 1000), 0, 200);

		assertThat(scale.at(0)).isZero();
		assertThat(scale.at(1e9)).isEqualTo(200);
	}

	@Test
	void upsideDownIsAScaleToo() {
		assertThat(Scale.linear(DoubleStream.of(10), 300, 100).at(5)).isEqualTo(200);
	}

}
