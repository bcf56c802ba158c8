package io.connpool.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads comma-separated values under a line of headings; a field may be quoted. */
final class Csv {

	private Csv() {
	}

	/**
	 * Reads a file.
	 * @param path of the file
	 * @return one map a line, by heading; none if there is no such file
	 * @throws IOException if it cannot be read
	 */
	static List<Map<String, String>> read(Path path) throws IOException {
		return Files.exists(path) ? parse(Files.readAllLines(path, StandardCharsets.UTF_8)) : List.of();
	}

	static List<Map<String, String>> parse(List<String> lines) {
		if (lines.isEmpty()) {
			return List.of();
		}
		List<String> headings = fields(lines.get(0));
		List<Map<String, String>> rows = new ArrayList<>();
		for (String line : lines.subList(1, lines.size())) {
			List<String> fields = fields(line);
			Map<String, String> row = new LinkedHashMap<>();
			for (int i = 0; i < headings.size(); i++) {
				row.put(headings.get(i), (i < fields.size()) ? fields.get(i) : "");
			}
			rows.add(row);
		}
		return rows;
	}

	private static List<String> fields(String line) {
		List<String> fields = new ArrayList<>();
		StringBuilder field = new StringBuilder();
		boolean quoted = false;
		for (char each : line.toCharArray()) {
			if (each == '"') {
				quoted = !quoted;
			}
			else if (each == ',' && !quoted) {
				fields.add(field.toString());
				field.setLength(0);
			}
			else {
				field.append(each);
			}
		}
		fields.add(field.toString());
		return fields;
	}

}
