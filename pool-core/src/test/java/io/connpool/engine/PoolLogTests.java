package io.connpool.engine;

import java.time.Duration;

import io.connpool.test.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PoolLogTests {

	private final FakeClock clock = new FakeClock();

	private final PoolLog log = new PoolLog("test", this.clock);

	@Test
	void eachReasonIsDueOnceAMinute() {
		assertThat(this.log.isDue("open")).isTrue();
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.log.isDue("open")).isFalse();
		assertThat(this.log.isDue("close")).isTrue();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.log.isDue("open")).isTrue();
		assertThat(this.log.isDue("open")).isFalse();
	}

	@Test
	void reasonsThatNameAConnectionAreForgotten() {
		for (int connection = 0; connection < 100_000; connection++) {
			assertThat(this.log.isDue("leak-" + connection)).isTrue();
			assertThat(this.log.isDue("leak-" + connection)).isFalse();
			this.clock.advance(Duration.ofSeconds(1));
		}

		assertThat(this.log.remembered()).isLessThan(500);
	}

	@Test
	void oldReasonsAreLookedForOnceASecond() {
		for (int connection = 0; connection < 300; connection++) {
			this.log.isDue("leak-" + connection);
		}
		this.clock.advance(Duration.ofMillis(59_500));
		this.log.isDue("when none is old");

		this.clock.advance(Duration.ofMillis(600));
		assertThat(this.log.isDue("leak-0")).as("old, though not forgotten").isTrue();
		assertThat(this.log.remembered()).as("looked for less than a second ago").isEqualTo(301);

		this.clock.advance(Duration.ofMillis(400));
		assertThat(this.log.isDue("open")).isTrue();
		assertThat(this.log.remembered()).isEqualTo(3);
	}

}
