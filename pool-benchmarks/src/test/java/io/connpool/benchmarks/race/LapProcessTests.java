package io.connpool.benchmarks.race;

import java.util.List;

import io.connpool.benchmarks.race.LapProcess.LapResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LapProcessTests {

	private static final String ROW = new Row("32 on 8").with("uses", 5).toLine();

	@Test
	void rowsAreFoundAmongOtherOutput() {
		LapResult result = LapProcess.result(List.of("hello", ROW, "bye"), true, 10);

		assertThat(result.outcome()).isEqualTo("ok");
		assertThat(result.rows()).singleElement().extracting(Row::name).isEqualTo("32 on 8");
	}

	@Test
	void lapThatIsBrokenOffHasNoRows() {
		LapResult result = LapProcess.result(List.of(ROW), false, 41.7);

		assertThat(result.outcome()).isEqualTo("did not finish within 42 s");
		assertThat(result.rows()).isEmpty();
	}

	@Test
	void lapSaysWhatItFailedWith() {
		assertThat(LapProcess.result(List.of(ROW, Lap.FAILED + "java.lang.IllegalStateException: a, b"), true, 10))
			.isEqualTo(LapResult.none("failed: java.lang.IllegalStateException: a b"));
	}

	@Test
	void lapSaysWhyItIsNotApplicable() {
		assertThat(LapProcess.result(List.of(Lap.NOT_APPLICABLE + "needs JDK 21"), true, 10))
			.isEqualTo(LapResult.none("n/a: needs JDK 21"));
	}

	@Test
	void lapThatDiesIsNotOk() {
		assertThat(LapProcess.result(List.of(), true, 10))
			.isEqualTo(LapResult.none("failed: the JVM ended without a word"));
	}

}
