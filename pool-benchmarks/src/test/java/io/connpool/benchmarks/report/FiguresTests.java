package io.connpool.benchmarks.report;

import java.util.List;

import io.connpool.benchmarks.report.Figures.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTests {

	@Test
	void medianIsTheMiddleOne() {
		assertThat(Figures.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
		assertThat(Figures.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
	}

	@Test
	void medianLeavesOutWhatIsNoNumber() {
		assertThat(Figures.median(List.of(Double.NaN, 7.0))).isEqualTo(7);
		assertThat(Figures.median(List.of(Double.NaN))).isNaN();
		assertThat(Figures.median(List.of(1.0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)))
			.isEqualTo(Double.POSITIVE_INFINITY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			0;0
			0.01234;0.0123
			0.9764;0.976
			1;1
			5.3;5.3
			12.34;12.3
			99.96;100
			123.4;123
			63813;63,800
			1234567;1,230,000
			NaN;–
			Infinity;∞
			""")
	void numbersHaveThreeDigits(double value, String text) {
		assertThat(Figures.text(value)).isEqualTo(text);
	}

	@Test
	void betterIsAboveOneWhicheverWay() {
		assertThat(Figures.timesBetter(10, 5, Order.HIGH)).isEqualTo(2);
		assertThat(Figures.timesBetter(5, 10, Order.LOW)).isEqualTo(2);
		assertThat(Figures.times(2)).isEqualTo("2 ×");
		assertThat(Figures.times(0.0 / 0)).isEqualTo("–");
	}

}
