package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A table in Markdown. */
public final class Table {

	private final List<String> headings;

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Creates a table without rows.
	 * @param headings of the columns
	 */
	public Table(String... headings) {
		this(List.of(headings));
	}

	/**
	 * Creates a table without rows.
	 * @param headings of the columns
	 */
	public Table(List<String> headings) {
		this.headings = List.copyOf(headings);
	}

	/**
	 * Adds a row.
	 * @param cells no more than headings; what is missing stays empty
	 * @return this table
	 */
	public Table row(String... cells) {
		return row(List.of(cells));
	}

	/**
	 * Adds a row.
	 * @param cells no more than headings; what is missing stays empty
	 * @return this table
	 */
	public Table row(List<String> cells) {
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

	/**
	 * Writes the table with its numbers to the right, but the first column, which says
	 * whose they are.
	 * @return the table
	 */
	public String toMarkdown() {
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
