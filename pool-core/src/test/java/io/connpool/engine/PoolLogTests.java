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

}
