package io.connpool.benchmarks.probe;

import java.time.Duration;

import io.connpool.benchmarks.probe.ToyPool.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every probe acquits a good pool, and convicts one that lacks the precaution that the
 * probe is about.
 */
@Timeout(120)
class ProbeTests {

	private static final Pace PACE = new Pace(Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofMillis(700),
			Duration.ofSeconds(1), Duration.ofMillis(1500));

	/** What is left of a time-out then is time enough. */
	private static final Duration STOOD_STILL = PACE.timeout().dividedBy(4);

	private static final int TRIES = 5;

	/** Probes once more if the machine had other things to do meanwhile. */
	private static Facts examine(Probe probe, Candidate candidate) throws Exception {
		for (int left = TRIES - 1;; left--) {
			try (Stillness stillness = Stillness.watch()) {
				Facts facts;
				try {
					facts = probe.run(candidate, PACE);
				}
				catch (Exception ex) {
					if (left == 0 || stillness.longest().compareTo(STOOD_STILL) < 0) {
						throw ex;
					}
					continue;
				}
				if (left == 0 || stillness.longest().compareTo(STOOD_STILL) < 0) {
					return facts;
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Probe.class)
	void goodPoolIsAcquitted(Probe probe) throws Exception {
		Facts facts = examine(probe, ToyPool.with());

		assertThat(facts.isEmpty()).isFalse();
		assertThat(facts.verdict(PACE)).as(facts.toLines().toString()).isEqualTo(Verdict.SURVIVES);
	}

	@Test
	void poolThatTrustsTheDriverIsAcquittedWhereThatKeepsItsLimit() throws Exception {
		Facts facts = examine(Probe.P5B, ToyPool.with(Flaw.TRUSTS_THE_DRIVER));

		assertThat(facts.verdict(PACE)).as(facts.toLines().toString()).isEqualTo(Verdict.SURVIVES);
	}

	@ParameterizedTest
	@CsvSource({ "P1, LOSES_PLACE_BY_ERROR, BRICKS, SERVED_MS", "P1B, LOSES_PLACE_BY_ERROR, BRICKS, SERVED_MS",
			"P1, RETRIES_FOR_EVER, BREAKS, OVERRAN_MS", "P2, HOOK_UNGUARDED, BRICKS, DENIED",
			"P2B, HOOK_UNGUARDED, BRICKS, RETURN_FAILED", "P3, OPENS_IN_CALLER, BRICKS, STUCK",
			"P3, REPLACES_ON_DISCARD, BRICKS, RETURN_MS", "P3B, OPENS_IN_CALLER, BRICKS, STUCK",
			"P3C, LOSES_PLACE_BY_ERROR, BRICKS, SERVED_MS", "P4, OPENS_ONE_BY_ONE, BREAKS, UNSERVED",
			"P4B, OPENS_ONE_BY_ONE, BREAKS, UNSERVED", "P5, VALIDATES_IN_CALLER, BREAKS, OVERRAN_MS",
			"P5, TRUSTS_THE_DRIVER, BREAKS, OVERRAN_MS", "P5B, VALIDATES_IN_CALLER, BREAKS, OVERRAN_MS",
			"P6, LOSES_PLACE_BY_EXCEPTION, BRICKS, SERVED_MS", "P6, REPLACES_ON_DISCARD, BRICKS, RETURN_FAILED",
			"P6, BEARS_A_GRUDGE, BREAKS, RETURN_FAILED", "P8, REPLACES_ON_DISCARD, BRICKS, STRANDED",
			"P8, REPLACES_ON_DISCARD, BRICKS, RETURN_FAILED", "P9, CLOSES_IN_CALLER, BREAKS, RETURN_MS",
			"P9B, LOSES_PLACE_BY_ERROR, BRICKS, SERVED_MS", "P9B, CLOSES_IN_CALLER, BRICKS, RETURN_FAILED",
			"P10, TAKES_TWICE, BREAKS, SHARED", "P10B, TAKES_TWICE, BREAKS, SHARED",
			"P11, CLOSES_UNCOUNTED, BREAKS, OVER_LIMIT", "P12, FAVOURS, BREAKS, MIN_SHARE",
			"P13, FORGETS_THE_LENT, BREAKS, LEFT_OPEN" })
	void badPoolIsConvicted(Probe probe, Flaw flaw, Verdict verdict, Fact evidence) throws Exception {
		Facts facts = examine(probe, ToyPool.with(flaw));

		assertThat(facts.verdict(PACE)).as(facts.toLines().toString()).isEqualTo(verdict);
		assertThat(evidence.judge(facts.value(evidence), PACE)).isNotEqualTo(Verdict.SURVIVES);
	}

}
