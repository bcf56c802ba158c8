package io.connpool.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fault catalogue keeps its word: no row is missing, each has a test or a limit, and
 * every test it names is one.
 */
class FaultCatalogueTests {

	private static final Pattern ROW = Pattern.compile("^\\| ([A-H]\\d+) \\|(.*)\\|$", Pattern.MULTILINE);

	private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

	private final List<MatchResult> rows = find(ROW, read(Path.of("../docs/faults.md")));

	@Test
	void noRowIsMissing() {
		int[] sizes = { 20, 10, 18, 12, 11, 6, 7, 10 };
		List<String> expected = new ArrayList<>();
		for (int group = 0; group < sizes.length; group++) {
			char letter = (char) ('A' + group);
			IntStream.rangeClosed(1, sizes[group]).forEach((number) -> expected.add(letter + "" + number));
		}

		assertThat(this.rows).extracting((row) -> row.group(1)).isEqualTo(expected);
	}

	@Test
	void everyRowHasATestOrALimit() {
		assertThat(this.rows)
			.allMatch((row) -> row.group(2).contains("Limit: ") || !find(TEST, row.group(2)).isEmpty());
	}

	@Test
	void everyTestThatIsNamedExists() {
		List<String> missing = new ArrayList<>();
		for (MatchResult row : this.rows) {
			for (MatchResult test : find(TEST, row.group(2))) {
				if (sources(test.group(1)).stream().noneMatch((source) -> hasTest(source, test.group(2)))) {
					missing.add(row.group(1) + " " + test.group());
				}
			}
		}

		assertThat(missing).isEmpty();
	}

	private static boolean hasTest(Path source, String method) {
		return Pattern
			.compile("@(Test|ParameterizedTest)\\b(?:(?!\\bvoid ).)*+\\bvoid " + method + "\\(", Pattern.DOTALL)
			.matcher(read(source))
			.find();
	}

	private static List<Path> sources(String testClass) {
		List<Path> found = new ArrayList<>();
		for (String module : List.of("pool-core", "pool-test", "pool-spring-boot-autoconfigure", "sample-app",
				"pool-benchmarks")) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
				files.filter((file) -> file.endsWith(testClass + ".java")).forEach(found::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return found;
	}

	private static List<MatchResult> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
