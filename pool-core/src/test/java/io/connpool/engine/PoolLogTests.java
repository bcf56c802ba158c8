package io.connpool.engine;

import java.time.Duration;

import io.connpool.test.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class PoolLogTests {

	private final FakeClock clock = new FakeClock();

	@RegisterExtension
	final LogTape tape = new LogTape(this.clock);

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
	void theNextLineSaysHowManyWereLeftOut() {
		for (int i = 0; i < 180; i++) {
			this.log.warn("open", "cannot open", null);
			this.log.info("recovery", "works again");
			this.log.error("bug: that", new IllegalStateException("that"));
			this.clock.advance(Duration.ofSeconds(1));
		}

		String more = "; left out since the last such line: 59";
		assertThat(this.tape.entries()).extracting(LogTape.Entry::message)
			.containsExactly("test – cannot open", "test – works again", "test – bug: that",
					"test – cannot open" + more, "test – works again" + more, "test – bug: that" + more,
					"test – cannot open" + more, "test – works again" + more, "test – bug: that" + more);
	}

	@Test
	void exceptionsAreLoggedWithoutCredentialsAndAtNoGreatLength() {
		IllegalStateException failure = new IllegalStateException("no driver for tcp://joe:hush@host",
				new IllegalArgumentException("x".repeat(10_000)));

		this.log.warn("open", "cannot open", failure);

		assertThat(this.tape.entries()).singleElement().satisfies((entry) -> {
			assertThat(entry.stack()).contains("java.lang.IllegalStateException: no driver for tcp://host")
				.contains("xxx… (10036 characters)")
				.contains("exceptionsAreLoggedWithoutCredentialsAndAtNoGreatLength")
				.doesNotContain("hush")
				.hasSizeLessThan(20_000);
		});
	}

	@Test
	void otherExceptionsAreLoggedAsTheyAre() {
		this.log.warn("open", "cannot open", new IllegalStateException("down", new IllegalArgumentException("why")));

		assertThat(this.tape.entries()).singleElement()
			.extracting(LogTape.Entry::stack)
			.asString()
			.startsWith("java.lang.IllegalStateException: down")
			.contains("Caused by: java.lang.IllegalArgumentException: why");
	}

	@Test
	void anExceptionThatCannotBeAskedCostsNoLine() {
		class Mute extends RuntimeException {

			private static final long serialVersionUID = 1L;

			@Override
			public String toString() {
				throw new IllegalStateException("no");
			}

			@Override
			public synchronized Throwable getCause() {
				throw new IllegalStateException("no");
			}

		}

		this.log.warn("open", "cannot open", new Mute());

		assertThat(this.tape.entries()).extracting(LogTape.Entry::message).containsExactly("test – cannot open");
	}

}
