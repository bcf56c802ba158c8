package io.connpool.benchmarks.race;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** That every scenario runs to its end and measures something; not how much. */
class ScenarioTests {

	private static final LapSettings QUICK = new LapSettings(0.05, 0.02, 50);

	private static final LapSettings LONG_ENOUGH_TO_LOAD_CLASSES = new LapSettings(0.5, 0.1, 50);

	private static List<Row> run(String letter, String contender) throws Exception {
		return Scenarios.byLetter(letter).run(contender, QUICK);
	}

	private static double value(Row row, String metric) {
		return Double.parseDouble(row.metrics().get(metric));
	}

	@Test
	void shortHoldsCountUses() throws Exception {
		List<Row> rows = run("c", "abq");

		assertThat(rows).extracting(Row::name).containsExactly("32 on 8", "64 on 2");
		assertThat(rows).allSatisfy((row) -> {
			assertThat(value(row, "uses_per_us")).isPositive();
			assertThat(value(row, "min_mean")).isBetween(0.0, 1.0);
			assertThat(value(row, "max_us")).isGreaterThanOrEqualTo(value(row, "p50_us"));
		});
	}

	@Test
	void longHoldsKeepConnectionsBusy() throws Exception {
		List<Row> rows = run("d", "abq");

		assertThat(rows).extracting(Row::name).containsExactly("32 on 8, 100 µs", "64 on 8, 1 ms + 7.5 ms");
		assertThat(value(rows.get(0), "share_of_ideal")).isBetween(0.0, 1.2);
		assertThat(value(rows.get(0), "mean_hold_us")).isGreaterThan(100);
		assertThat(value(rows.get(1), "mean_hold_us")).isGreaterThan(1000);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsAllComeHome() throws Exception {
		Row row = run("e", "connpool").get(0);

		assertThat(value(row, "uses_per_s")).isPositive();
		assertThat(value(row, "stuck")).isZero();
		assertThat(row.metrics().get("failures")).isEmpty();
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void virtualThreadsNeedANewerJdk() {
		assertThatExceptionOfType(NotApplicableException.class).isThrownBy(() -> run("e", "connpool"))
			.withMessage("needs JDK 21");
	}

	@Test
	void everyWayToTheEchoServerIsAnswered() throws Exception {
		for (String contender : List.of("abq", "dedicated", "connpool-tcp", "spring-integration",
				"socket per request")) {
			List<Row> rows = Scenarios.byLetter("f").run(contender, LONG_ENOUGH_TO_LOAD_CLASSES);

			assertThat(rows).extracting(Row::name).containsExactly("1 on 1", "16 on 16", "64 on 16");
			assertThat(rows).as(contender).allSatisfy((row) -> assertThat(value(row, "requests_per_s")).isPositive());
		}
	}

	@Test
	void spikeIsServedAndLoadGrowsThePool() throws Exception {
		List<Row> rows = run("g", "commons");

		assertThat(rows).extracting(Row::name)
			.containsExactly("spike, 5 idle", "lasting load, 1 idle", "lasting load, 5 idle");
		assertThat(value(rows.get(0), "served_ms")).isPositive();
		assertThat(value(rows.get(1), "open_before")).isEqualTo(1);
		assertThat(value(rows.get(2), "open_before")).isEqualTo(5);
		assertThat(value(rows.get(2), "open_at_end")).isEqualTo(20);
	}

	@Test
	void outageIsFeltAndEnds() throws Exception {
		List<Row> rows = run("h", "abq");

		assertThat(rows).extracting(Row::name).containsExactly("refuses", "hangs");
		Row refuses = rows.get(0);
		assertThat(refuses.metrics()).containsEntry("learns", "Refusal").containsEntry("with_cause", "1");
		assertThat(value(refuses, "opens_per_s")).isPositive();
		assertThat(value(refuses, "cores_while_down")).isPositive();
		assertThat(value(refuses, "dead_lent")).isPositive();
		assertThat(refuses.metrics().get("timeline")).isNotEmpty();
	}

}
