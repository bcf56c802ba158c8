package io.connpool.benchmarks.race;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.connpool.benchmarks.race.LapProcess.LapResult;

/**
 * The CSV file of one scenario: written anew after every lap, so that a race that is
 * broken off has left what it had.
 */
final class ResultFile {

	private static final List<String> KEYS = List.of("scenario", "contender", "fork", "case", "outcome");

	private final Path path;

	private final String scenario;

	private final List<Entry> entries = new ArrayList<>();

	ResultFile(Path directory, Scenario scenario) {
		this.path = directory.resolve(scenario.letter() + ".csv");
		this.scenario = scenario.letter();
	}

	void add(String contender, int fork, LapResult result) throws IOException {
		if (result.rows().isEmpty()) {
			this.entries.add(new Entry(contender, fork, result.outcome(), new Row("")));
		}
		for (Row row : result.rows()) {
			this.entries.add(new Entry(contender, fork, result.outcome(), row));
		}
		write();
	}

	private void write() throws IOException {
		Set<String> metrics = new LinkedHashSet<>();
		this.entries.forEach((entry) -> metrics.addAll(entry.row.metrics().keySet()));
		List<String> lines = new ArrayList<>();
		lines.add(String.join(",", KEYS) + metrics.stream().map((metric) -> "," + metric).reduce("", String::concat));
		for (Entry entry : this.entries) {
			StringBuilder line = new StringBuilder(String.join(",", this.scenario, entry.contender,
					Integer.toString(entry.fork), quoted(entry.row.name()), entry.outcome));
			for (String metric : metrics) {
				line.append(',').append(entry.row.metrics().getOrDefault(metric, ""));
			}
			lines.add(line.toString());
		}
		Files.write(this.path, lines, StandardCharsets.UTF_8);
	}

	private static String quoted(String text) {
		return (text.indexOf(',') >= 0) ? '"' + text + '"' : text;
	}

	private record Entry(String contender, int fork, String outcome, Row row) {
	}

}
