package io.connpool.benchmarks.probe;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProbeOptionsTests {

	@Test
	void everythingIsRunUnlessSomeIsAskedFor() {
		ProbeOptions options = ProbeOptions.parse();

		assertThat(options.probes()).containsExactly(Probe.values());
		assertThat(options.candidates()).isEqualTo(Candidates.list());
		assertThat(options.page()).isEqualTo(Path.of("docs/reliability.md"));
	}

	@Test
	void someCanBeAskedFor() {
		ProbeOptions options = ProbeOptions.parse("--probes", "p3b,P5", "--pools", "hikari", "--jobs", "1", "--out",
				"o", "--page", "p.md", "--commit", "abc");

		assertThat(options).isEqualTo(new ProbeOptions(List.of(Probe.P3B, Probe.P5),
				List.of(Candidates.named("hikari")), 1, Path.of("o"), Path.of("p.md"), "abc"));
	}

	@Test
	void whatIsNotThereIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> ProbeOptions.parse("--probes", "p99"))
			.withMessageContaining("no probe named p99; there are [P1, P1b,");
		assertThatIllegalArgumentException().isThrownBy(() -> ProbeOptions.parse("--pools", "c3p0"))
			.withMessageContaining("no pool named c3p0; there are [connpool, hikari,");
		assertThatIllegalArgumentException().isThrownBy(() -> ProbeOptions.parse("--fast", "1"))
			.withMessage("unknown option --fast");
		assertThatIllegalArgumentException().isThrownBy(() -> ProbeOptions.parse("--jobs"))
			.withMessage("no value for --jobs");
	}

}
