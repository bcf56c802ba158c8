package io.connpool.benchmarks.race;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class RowTests {

	@Test
	void rowSurvivesTheWayThroughAPipe() {
		Row row = new Row("32 on 8, 100 µs").with("share", 0.987654321)
			.with("uses", 1234567)
			.with("none", Double.NaN)
			.with("ratio", Double.POSITIVE_INFINITY)
			.with("learns", "Timed \"out\",\n a = b");

		assertThat(Row.isRow(row.toLine())).isTrue();
		Row parsed = Row.parse(row.toLine());

		assertThat(parsed.name()).isEqualTo("32 on 8, 100 µs");
		assertThat(parsed.metrics()).containsExactly(entry("share", "0.98765"), entry("uses", "1234600"),
				entry("none", ""), entry("ratio", "Infinity"), entry("learns", "Timed out a = b"));
	}

	@Test
	void whatOthersPrintIsNoRow() {
		assertThat(Row.isRow("12:00 INFO race-row")).isFalse();
	}

}
