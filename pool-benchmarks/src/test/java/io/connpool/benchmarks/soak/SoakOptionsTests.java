package io.connpool.benchmarks.soak;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SoakOptionsTests {

	@Test
	void itTakesAnHourUnlessSomethingElseIsAskedFor() {
		assertThat(SoakOptions.parse().length()).isEqualTo(Duration.ofHours(1));
		assertThat(SoakOptions.parse().hasPage()).isFalse();
	}

	@Test
	void everythingCanBeAskedFor() {
		SoakOptions options = SoakOptions.parse("--minutes", "1.5", "--seed", "7", "--borrowers", "10", "--rate", "20",
				"--pace", "brisk", "--sheet", "s.md", "--page", "p.md", "--commit", "abc");

		assertThat(options).isEqualTo(new SoakOptions(Duration.ofSeconds(90), 7, 10, 20, Pace.BRISK, Path.of("s.md"),
				Path.of("p.md"), "abc"));
		assertThat(options.command())
			.isEqualTo("pool-benchmarks/soak.sh --minutes 1.5 --seed 7 --borrowers 10 --rate 20 --pace brisk");
	}

	@Test
	void whatIsNotThereIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> SoakOptions.parse("--hours", "1"))
			.withMessage("unknown option --hours");
		assertThatIllegalArgumentException().isThrownBy(() -> SoakOptions.parse("--pace", "slow"))
			.withMessage("no pace named slow; there are standard and brisk");
		assertThatIllegalArgumentException().isThrownBy(() -> SoakOptions.parse("--seed"))
			.withMessage("no value for --seed");
	}

}
