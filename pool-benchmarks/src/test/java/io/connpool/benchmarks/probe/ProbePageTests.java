package io.connpool.benchmarks.probe;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProbePageTests {

	@TempDir
	private Path directory;

	private Path page;

	@BeforeEach
	void writePage() throws Exception {
		this.page = this.directory.resolve("page.md");
		StringBuilder text = new StringBuilder("# By hand\n");
		for (String part : new String[] { "machine", "verdicts", "measured", "criteria", "pools" }) {
			text.append("\n<!-- probes:%1$s -->\nold %1$s\n<!-- /probes:%1$s -->\n".formatted(part));
		}
		Files.writeString(this.page, text);
	}

	@Test
	void everyGeneratedPartIsReplaced() throws Exception {
		assertThat(write()).startsWith("# By hand")
			.doesNotContain("\nold ")
			.contains("| jdk |", "| commit | abc |")
			.contains("| hikari | HikariCP");
	}

	@Test
	void verdictsComeFromWhatWasMeasured() throws Exception {
		result(Probe.P5, "hikari", "fact OVERRAN_MS 5000.0\n");
		result(Probe.P5, "connpool", "fact SERVED_MS 3.0\nfact OVERRAN_MS 0.0\n");

		assertThat(write()).contains("| hikari | breaks its promise | an acquire overran by 5000 ms |")
			.contains("| connpool | survives | served after 3 ms |")
			.contains("| P5 | a validation hangs | survives | *breaks* | – |");
	}

	@Test
	void poolWithoutHookIsNotJudgedByIt() throws Exception {
		assertThat(write()).contains("| commons | n/a | it calls no hook on acquire |")
			.contains("| tomcat | n/a | it calls no hook on acquire |")
			.contains("| commons | n/a | it gives a validation no limit |");
	}

	private void result(Probe probe, String pool, String text) throws Exception {
		Files.writeString(Result.file(this.directory, probe, Candidates.named(pool)), text);
	}

	private String write() throws Exception {
		ProbePage.write(ProbeOptions.parse("--out", this.directory.toString(), "--page", this.page.toString(),
				"--commit", "abc"));
		return Files.readString(this.page);
	}

}
