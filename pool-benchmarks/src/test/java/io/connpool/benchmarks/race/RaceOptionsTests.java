package io.connpool.benchmarks.race;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RaceOptionsTests {

	@Test
	void defaultIsEverything() {
		RaceOptions options = RaceOptions.parse();

		assertThat(options.scenarios()).containsExactlyElementsOf(Scenarios.ALL);
		assertThat(options.entrants(Scenarios.byLetter("d"))).contains("connpool", "hikari", "commons")
			.doesNotContain("dedicated", "bare", "bare-release", "treiber");
		assertThat(options.entrants(Scenarios.byLetter("f"))).contains("connpool", "connpool-tcp", "dedicated");
		assertThat(options.forks(Scenarios.byLetter("c"))).isEqualTo(3);
		assertThat(options.forks(Scenarios.byLetter("h"))).isEqualTo(1);
	}

	@Test
	void optionsTakeBothForms() {
		RaceOptions options = RaceOptions.parse("--scenarios=c,f", "--contenders", "connpool, hikari", "--seconds",
				"0.5", "--forks=7", "--out", "here");

		assertThat(options.scenarios()).extracting(Scenario::letter).containsExactly("c", "f");
		assertThat(options.entrants(Scenarios.byLetter("f"))).containsExactly("connpool", "hikari");
		assertThat(options.forks(Scenarios.byLetter("c"))).isEqualTo(7);
		assertThat(options.lapSettings(9).nanos()).isEqualTo(500_000_000);
		assertThat(options.out()).isEqualTo(Path.of("here"));
	}

	@Test
	void contenderOfANewerJdkIsLeftOut() {
		RaceOptions options = RaceOptions.parse("--contenders", "connpool,of-a-newer-jdk");

		assertThat(options.unknownContenders()).containsExactly("of-a-newer-jdk");
		assertThat(options.entrants(Scenarios.byLetter("c"))).containsExactly("connpool");
	}

	@Test
	void mistakesAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> RaceOptions.parse("--fork", "3"))
			.withMessage("unknown: --fork");
		assertThatIllegalArgumentException().isThrownBy(() -> RaceOptions.parse("--scenarios", "x"))
			.withMessageStartingWith("no scenario x");
		assertThatIllegalArgumentException().isThrownBy(() -> RaceOptions.parse("--contenders", "hikaru"))
			.withMessageStartingWith("no contender hikaru");
		assertThatIllegalArgumentException().isThrownBy(() -> RaceOptions.parse("--seconds", "0"))
			.withMessage("--seconds = 0, allowed: more than 0");
		assertThatIllegalArgumentException().isThrownBy(() -> RaceOptions.parse("--forks", "0"))
			.withMessageStartingWith("--forks = 0");
		assertThatIllegalArgumentException().isThrownBy(() -> RaceOptions.parse("--out"))
			.withMessage("no value for --out");
	}

}
