package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A table in Markdown. */
final class Table {

	private final List<String> headings;

	private final List<List<String>> rows = new ArrayList<>();

	Table(String... headings) {
		this.headings = List.of(headings);
	}

	Table(List<String> headings) {
		this.headings = List.copyOf(headings);
	}

	Table row(String... cells) {
		return row(List.of(cells));
	}

	Table row(List<String> cells) {
		if (cells.size() > this.headings.size()) {
			throw new IllegalArgumentException(cells + " under " + this.headings);
		}
		List<String> row = new ArrayList<>(cells);
		while (row.size() < this.headings.size()) {
			row.add("");
		}
		this.rows.add(row);
		return this;
	}

	boolean isEmpty() {
		return this.rows.isEmpty();
	}

	/** Numbers to the right, but the first column, which says whose they are. */
	String toMarkdown() {
		StringBuilder markdown = new StringBuilder(line(this.headings));
		StringJoiner rule = new StringJoiner("|", "|", "|\n");
		for (int i = 0; i < this.headings.size(); i++) {
			rule.add((i == 0) ? "---" : "--:");
		}
		markdown.append(rule);
		this.rows.forEach((row) -> markdown.append(line(row)));
		return markdown.toString();
	}

	private static String line(List<String> cells) {
		StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
		cells.forEach((cell) -> line.add(cell.replace("|", "\\|")));
		return line.toString();
	}

}
