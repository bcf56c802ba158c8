package io.connpool.benchmarks.probe;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ResultTests {

	@Test
	void verdictFollowsFromTheFacts() {
		Result result = Result.parse(List.of("fact LOST 1.0"));

		assertThat(result.verdict(Pace.STANDARD)).isEqualTo("breaks its promise");
		assertThat(result.reasons(Pace.STANDARD)).isEqualTo("places lost: 1");
	}

	@Test
	void jvmThatIsStoppedGivesNoVerdict() {
		Result result = Result.parse(List.of("fact LOST 0.0", "failed did not end within 180 s"));

		assertThat(result.verdict(Pace.STANDARD)).isEqualTo("–");
		assertThat(result.reasons(Pace.STANDARD)).isEqualTo("no result: did not end within 180 s");
	}

	@Test
	void jvmThatStoodStillIsWorthAnotherTry() {
		Result result = Result.parse(List.of("fact LOST 3.0", "failed the JVM stood still for 28000 ms"));

		assertThat(result.isDisturbed()).isTrue();
		assertThat(result.verdict(Pace.STANDARD)).isEqualTo("–");
		assertThat(Result.parse(List.of("fact LOST 3.0")).isDisturbed()).isFalse();
	}

	@Test
	void jvmThatStoodStillForAMomentHasAVerdictAndANote() {
		Result result = Result.parse(List.of("fact LOST 3.0", "note the JVM stood still for 800 ms"));

		assertThat(result.isDisturbed()).isTrue();
		assertThat(result.verdict(Pace.STANDARD)).isEqualTo("breaks its promise");
		assertThat(result.reasons(Pace.STANDARD)).isEqualTo("places lost: 3; the JVM stood still for 800 ms");
	}

	@Test
	void jvmThatSaysNothingGivesNoVerdict() {
		assertThat(Result.parse(List.of()).verdict(Pace.STANDARD)).isEqualTo("–");
	}

	@Test
	void whatWasNotRunHasNoVerdict(@TempDir Path directory) throws Exception {
		assertThat(Result.read(directory, Probe.P1, ToyPool.with()).reasons(Pace.STANDARD))
			.isEqualTo("no result: not run");
	}

}
