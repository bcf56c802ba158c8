package io.connpool.benchmarks.probe;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FactsTests {

	private static final Pace PACE = Pace.STANDARD;

	@ParameterizedTest
	@CsvSource({ "SERVED_MS, 1000, SURVIVES", "SERVED_MS, 1001, LATE", "SERVED_MS, 5000, LATE",
			"SERVED_MS, 5001, BREAKS", "SERVED_MS, -1, BRICKS", "WHOLE_MS, 1000, SURVIVES", "WHOLE_MS, 4000, LATE",
			"WHOLE_MS, 6000, BREAKS", "OVERRAN_MS, 500, SURVIVES", "OVERRAN_MS, 501, BREAKS",
			"RETURN_MS, 500, SURVIVES", "RETURN_MS, 501, BREAKS", "LOST, 0, SURVIVES", "LOST, 1, BREAKS",
			"STUCK, 1, BREAKS", "DENIED, 1, BREAKS", "UNSERVED, 1, BREAKS", "STRANDED, 1, BREAKS",
			"RETURN_FAILED, 1, BREAKS", "SHARED, 1, BREAKS", "OVER_LIMIT, 1, BREAKS", "LEFT_OPEN, 1, BREAKS",
			"TIMED_OUT, 1, BREAKS", "MIN_SHARE, 0.5, SURVIVES", "MIN_SHARE, 0.49, BREAKS" })
	void everyFactHasItsCriterion(Fact fact, double value, Verdict verdict) {
		assertThat(new Facts().put(fact, value).verdict(PACE)).isEqualTo(verdict);
	}

	@Test
	void worstFactDecides() {
		Facts facts = new Facts().put(Fact.SERVED_MS, Fact.never()).put(Fact.OVERRAN_MS, 900).put(Fact.SHARED, 0);

		assertThat(facts.verdict(PACE)).isEqualTo(Verdict.BRICKS);
		assertThat(facts.reasons(PACE)).isEqualTo("never served again; an acquire overran by 900 ms");
	}

	@Test
	void survivorSaysHowSoonItServedAgain() {
		Facts facts = new Facts().put(Fact.SERVED_MS, 12).put(Fact.LOST, 0).note("2 opens a second");

		assertThat(facts.reasons(PACE)).isEqualTo("served after 12 ms; 2 opens a second");
	}

	@Test
	void factsAreReadAsTheyWereWritten() {
		Facts facts = new Facts().put(Fact.MIN_SHARE, 0.25).putMost(Fact.STUCK, 2).putMost(Fact.STUCK, 1).note("a  b");

		Facts read = Facts.parse(facts.toLines());

		assertThat(read.toLines()).isEqualTo(facts.toLines())
			.containsExactly("fact STUCK 2.0", "fact MIN_SHARE 0.25", "note a b");
	}

	@Test
	void otherOutputIsNoFact() {
		assertThat(Facts.parse(List.of("hello", "a fact of life")).isEmpty()).isTrue();
	}

}
