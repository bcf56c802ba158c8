package io.connpool.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.connpool.benchmarks.report.JmhFile.Score;

/** Everything that was measured on one JDK. */
final class Results {

	private static final Pattern DIRECTORY = Pattern.compile("jdk\\d+");

	private final Path directory;

	private final Map<String, String> machine = new LinkedHashMap<>();

	private final Map<String, Map<String, Board>> scenarios = new LinkedHashMap<>();

	private Results(Path directory) throws IOException {
		this.directory = directory;
		for (Map<String, String> line : Csv.read(directory.resolve("machine.csv"))) {
			this.machine.put(line.get("fact"), line.get("value"));
		}
		for (String letter : List.of("c", "d", "e", "f", "g", "h")) {
			this.scenarios.put(letter, Board.byCase(Csv.read(directory.resolve(letter + ".csv"))));
		}
	}

	/**
	 * Reads the results of every JDK.
	 * @param directory with a directory for each, {@code jdk17} and so on
	 * @return the newest JDK first
	 * @throws IOException if they cannot be read
	 */
	static List<Results> readAll(Path directory) throws IOException {
		List<Results> all = new ArrayList<>();
		try (Stream<Path> children = Files.list(directory)) {
			for (Path child : children.filter((each) -> DIRECTORY.matcher(each.getFileName().toString()).matches())
				.toList()) {
				all.add(new Results(child));
			}
		}
		all.sort(Comparator.comparingInt(Results::feature).reversed());
		return all;
	}

	private int feature() {
		return Integer.parseInt(this.directory.getFileName().toString().substring("jdk".length()));
	}

	String jdk() {
		return "JDK " + feature();
	}

	Map<String, String> machine() {
		return this.machine;
	}

	/** Returns the boards of a scenario by case; none if it did not run. */
	Map<String, Board> scenario(String letter) {
		return this.scenarios.getOrDefault(letter, Map.of());
	}

	/** Returns the scores of a JMH run. */
	List<Score> jmh(String name) {
		return JmhFile.read(this.directory.resolve(name + ".json"));
	}

	/** Returns the lines of another file. */
	List<Map<String, String>> lines(String name) {
		try {
			return Csv.read(this.directory.resolve(name + ".csv"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
