package io.connpool.benchmarks.report;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Of the small set of results under {@code results}. */
class ReportTests {

	@TempDir
	private Path directory;

	private Path page;

	private Path pictures;

	@BeforeEach
	void writePage() throws IOException {
		this.page = this.directory.resolve("page.md");
		this.pictures = this.directory.resolve("pictures");
		StringBuilder text = new StringBuilder("# By hand\n");
		for (String part : List.of("machine", "summary", "targets", "contracts", "a", "b", "c", "d", "e", "f", "g", "h",
				"features", "growth", "footprint")) {
			text.append("\n<!-- race:%1$s -->\nold %1$s\n<!-- /race:%1$s -->\n".formatted(part));
		}
		Files.writeString(this.page, text);
	}

	private String report() throws IOException, URISyntaxException {
		Path results = Path.of(ReportTests.class.getResource("results").toURI());
		Report.main(new String[] { results.toString(), this.page.toString(), this.pictures.toString() });
		return Files.readString(this.page);
	}

	@Test
	void tablesComeFromTheResultsOfEachJdk() throws Exception {
		String text = report();

		assertThat(text).startsWith("# By hand\n")
			.contains("| cpu | A processor, with a comma | A processor, with a comma |")
			.contains("**JDK 25**", "<details><summary>JDK 17</summary>")
			.contains("*32 on 8*")
			.contains("| **connpool** | 8 | 1.6 × | 0.8 × |")
			.contains("| hikari | 4 | 0.8 × | 0.4 × |")
			.contains("| tomcat | did not finish within 40 s |")
			.contains("None took part: n/a: needs JDK 21.");
	}

	@Test
	void scoresOfJmhAreMediansOfTheMediansOfForks() throws Exception {
		assertThat(report()).contains("| **connpool** | 12 | 2 × | 0.333 × | 24 |")
			.contains("| hikari | 24 | 1 × | 0.167 × | 56 |")
			.contains("| *bare* | 4 | 6 × | 1 × | 0 |");
	}

	@Test
	void aimsAreHeldAgainstWhatWasMeasured() throws Exception {
		assertThat(report()).contains("| a, ns to those of bare | ≤ 3 × | 3 × |  |  |")
			.contains("| a, faster than any other pool, hikari | ≥ 2 × | 2 × |  |  |")
			.contains("| a, faster than hikari | ≥ 8 × | **2 ×** |  |  |")
			.contains("| a, bytes | ≤ 24 | 24 |  |  |")
			.contains("| e, 10,000 on 32, never served | ≤ 0 | 0 |  |  |")
			.contains("| h, refuses, back to 90 % after ms | ≤ 200 | 150 |  |  |")
			.contains("| h, hangs, a caller is told after ms | ≤ 1 | **1,000** |  |  |")
			.doesNotContain("| b, cycles");
	}

	@Test
	void measuresOfMemoryAreColumns() throws Exception {
		assertThat(report()).contains("|  | connection, bytes | parked waiter, bytes | many pools |")
			.contains("| **connpool** | 104 | 72 |  |")
			.contains("| hikari | 200 |  | failed |");
	}

	@Test
	void summaryComparesWithTheBestPoolTheBestOfAllAndTheLimit() throws Exception {
		assertThat(report()).contains(
				"| c, 32 on 8: uses/µs | **connpool** | 8 | hikari | 4 | 2 × | abq | 5 | 1.6 × | dedicated 10 | 0.8 × |");
	}

	@Test
	void whatWasNotMeasuredStays() throws Exception {
		assertThat(report()).contains("old d", "old f", "old features").doesNotContain("old c", "old a\n");
	}

	@Test
	void reportOnTheReportChangesNothing() throws Exception {
		String once = report();

		assertThat(report()).isEqualTo(once);
	}

	@Test
	void picturesAreWellFormedAndNameTheContenders() throws Exception {
		report();

		try (Stream<Path> files = Files.list(this.pictures)) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("a-cycle.svg",
					"c-throughput-fairness.svg", "e-starvation.svg", "growth-all.svg", "h-timeline.svg");
		}
		for (String picture : List.of("a-cycle.svg", "c-throughput-fairness.svg", "e-starvation.svg", "growth-all.svg",
				"h-timeline.svg")) {
			Element svg = DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(this.pictures.resolve(picture).toFile())
				.getDocumentElement();
			assertThat(svg.getTagName()).isEqualTo("svg");
			assertThat(svg.getTextContent()).as(picture).contains("connpool", "hikari");
		}
	}

	@Test
	void pageWithoutAPartIsRefused() throws IOException {
		Files.writeString(this.page, "<!-- race:machine -->\n");

		assertThatIllegalArgumentException().isThrownBy(this::report)
			.withMessageContaining("has no part <!-- race:machine --> … <!-- /race:machine -->");
	}

}
