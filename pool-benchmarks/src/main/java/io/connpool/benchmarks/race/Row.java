package io.connpool.benchmarks.race;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured in one case of a scenario; travels from the JVM of a lap to that of
 * the race as one line of text.
 */
final class Row {

	/** What no other line on the standard output of a lap begins with. */
	private static final String MARK = "race-row\t";

	private static final MathContext DIGITS = new MathContext(5);

	private final String name;

	private final Map<String, String> metrics = new LinkedHashMap<>();

	Row(String name) {
		this.name = name;
	}

	Row with(String metric, double value) {
		return with(metric, Double.isNaN(value) ? "" : plain(value));
	}

	Row with(String metric, String value) {
		this.metrics.put(metric, value.replaceAll("[\\s,\"]+", " ").strip());
		return this;
	}

	Row with(Map<String, Double> values) {
		values.forEach(this::with);
		return this;
	}

	String name() {
		return this.name;
	}

	Map<String, String> metrics() {
		return Collections.unmodifiableMap(this.metrics);
	}

	String toLine() {
		StringBuilder line = new StringBuilder(MARK).append(this.name);
		this.metrics.forEach((metric, value) -> line.append('\t').append(metric).append('=').append(value));
		return line.toString();
	}

	static boolean isRow(String line) {
		return line.startsWith(MARK);
	}

	static Row parse(String line) {
		String[] parts = line.substring(MARK.length()).split("\t");
		Row row = new Row(parts[0]);
		for (int i = 1; i < parts.length; i++) {
			int equals = parts[i].indexOf('=');
			row.metrics.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
		}
		return row;
	}

	private static String plain(double value) {
		if (Double.isInfinite(value)) {
			return Double.toString(value);
		}
		BigDecimal rounded = new BigDecimal(value).round(DIGITS);
		return (rounded.signum() == 0) ? "0" : rounded.stripTrailingZeros().toPlainString();
	}

}
