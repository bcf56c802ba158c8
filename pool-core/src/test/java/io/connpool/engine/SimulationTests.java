package io.connpool.engine;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Does to pools whatever can be done to them, in any order, and has a model of what a
 * pool is look at them after every step. Everything follows from a seed:
 * {@code -Dconnpool.histories=1000000 -Dconnpool.first=1} plays more of them, or others,
 * and {@code -Dconnpool.seed=…} plays one and tells what happens in it.
 */
class SimulationTests {

	private static final long FIRST = Long.getLong("connpool.seed", Long.getLong("connpool.first", 1));

	private static final long HISTORIES = (System.getProperty("connpool.seed") != null) ? 1
			: Long.getLong("connpool.histories", 10_000);

	private static final long REPEATED = Math.min(HISTORIES, 500);

	private Simulations simulations;

	// not in a field: a test that is disabled is made, and never ended
	@BeforeEach
	void open() {
		this.simulations = new Simulations();
	}

	@AfterEach
	void close() {
		this.simulations.close();
	}

	@Test
	@Timeout(value = 1, unit = TimeUnit.DAYS)
	void poolsDoWhatTheModelSays() {
		History failing = this.simulations.firstFailing(FIRST, HISTORIES);

		if (failing != null) {
			fail("run it again with -Dconnpool.seed=%s; the shortest way to the failure:%n%s", failing.seed(),
					this.simulations.story(this.simulations.shortened(failing)));
		}
	}

	@Test
	void historiesAreTheSameEveryTime() {
		for (long seed = FIRST; seed < FIRST + REPEATED; seed++) {
			String story = this.simulations.story(History.of(seed));

			assertThat(this.simulations.story(History.of(seed))).as("seed %s", seed).isEqualTo(story);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "connpool.seed", matches = ".+")
	void tellsOneHistory() {
		System.out.println(this.simulations.story(History.of(FIRST)));
	}

}
