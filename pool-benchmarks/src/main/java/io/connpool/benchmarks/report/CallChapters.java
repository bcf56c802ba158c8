package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.connpool.benchmarks.report.Figures.Order;
import io.connpool.benchmarks.report.JmhFile.Score;
import io.connpool.benchmarks.report.Standings.Column;

/** The chapters about single calls, measured with JMH, and about memory. */
final class CallChapters {

	private static final String BASELINE = "BASELINE";

	private CallChapters() {
	}

	/** One acquire and one release, alone: nanoseconds and bytes. */
	static Board alone(Results results) {
		Board board = new Board();
		for (Score score : results.jmh("cycle-1")) {
			board.add(score.contender(), "ok",
					Map.of("ns", Double.toString(score.value()), "bytes", Double.toString(score.wholeBytes())));
		}
		return board;
	}

	/** The same by two threads at once: cycles of both together in a microsecond. */
	static Board together(Results results) {
		Board board = new Board();
		for (Score score : results.jmh("cycle-2")) {
			double perMicro = score.threads() * 1e3 / score.value();
			board.add(score.contender(), "ok",
					Map.of("ns", Double.toString(score.value()), "uses_per_us", Double.toString(perMicro)));
		}
		return board;
	}

	static String cycleAlone(Results results) {
		Board board = alone(results);
		return board.finishers().isEmpty() ? ""
				: Standings.by("ns", "ns", Order.LOW).with(Column.of("bytes", "bytes")).table(board);
	}

	static String cycleTogether(Results results) {
		Board board = together(results);
		return board.finishers().isEmpty() ? ""
				: Standings.by("uses_per_us", "cycles/µs", Order.HIGH)
					.with(Column.of("ns", "ns per cycle and thread"))
					.table(board);
	}

	/**
	 * What each feature adds to the cycle, and what each way to use a connection costs.
	 */
	static String features(Results results) {
		List<Score> features = results.jmh("features");
		double baseline = features.stream()
			.filter((score) -> BASELINE.equals(score.parameters().get("feature")))
			.mapToDouble(Score::value)
			.findFirst()
			.orElse(Double.NaN);
		Table table = new Table("feature", "ns", "more than baseline", "bytes");
		for (Score score : features) {
			table.row(words(score.parameters().getOrDefault("feature", score.method())), Figures.text(score.value()),
					Figures.text(score.value() - baseline), Figures.text(score.wholeBytes()));
		}
		Table ways = new Table("way", "ns", "bytes");
		for (Score score : results.jmh("ways")) {
			ways.row("`" + score.method() + "`", Figures.text(score.value()), Figures.text(score.wholeBytes()));
		}
		return (table.isEmpty() ? "" : table.toMarkdown() + "\n") + (ways.isEmpty() ? "" : ways.toMarkdown());
	}

	/**
	 * How the price of a cycle grows with the size of the pool, and that of a hand-off
	 * with the line.
	 */
	static String growth(Results results) {
		StringBuilder markdown = new StringBuilder();
		bySize(results).forEach((idle, curves) -> {
			Set<String> sizes = new LinkedHashSet<>();
			curves.values().forEach((curve) -> sizes.addAll(curve.keySet()));
			List<String> headings = new ArrayList<>(List.of("ns, " + idleText(idle)));
			sizes.forEach((size) -> headings.add("of " + Figures.text(Double.parseDouble(size))));
			Table table = new Table(headings);
			curves.forEach((contender, curve) -> {
				List<String> row = new ArrayList<>(List.of(Standings.label(contender)));
				sizes.forEach((size) -> row.add(Figures.text(curve.getOrDefault(size, Double.NaN))));
				table.row(row);
			});
			markdown.append(table.toMarkdown()).append('\n');
		});
		Table waiters = new Table("in line", "ns per hand-off");
		for (Score score : results.jmh("waiters")) {
			waiters.row(Figures.text(Double.parseDouble(score.parameters().get("waiters"))),
					Figures.text(score.value()));
		}
		return markdown + (waiters.isEmpty() ? "" : waiters.toMarkdown());
	}

	/**
	 * Returns the curves over the size of the pool.
	 * @param results of a JDK
	 * @return nanoseconds by what is idle, then by contender, then by size
	 */
	static Map<String, Map<String, Map<String, Double>>> bySize(Results results) {
		Map<String, Map<String, Map<String, Double>>> curves = new LinkedHashMap<>();
		for (Score score : results.jmh("size")) {
			curves.computeIfAbsent(score.parameters().get("idle"), (key) -> new LinkedHashMap<>())
				.computeIfAbsent(score.contender(), (key) -> new LinkedHashMap<>())
				.put(score.parameters().get("size"), score.value());
		}
		return curves;
	}

	static String idleText(String idle) {
		return switch (idle) {
			case "ALL" -> "all idle";
			case "ONE" -> "one idle, always the same";
			case "ANOTHER" -> "one idle, another each time";
			default -> words(idle);
		};
	}

	/** Memory and threads: a row for each contender, a column for each measure. */
	static String footprint(Results results) {
		Map<String, Map<String, String>> rows = new LinkedHashMap<>();
		Set<String> measures = new LinkedHashSet<>();
		for (Map<String, String> line : results.lines("footprint")) {
			String unit = line.get("unit");
			boolean failed = line.get("value").isEmpty();
			String measure = line.get("measure").replace('-', ' ') + (failed ? "" : ", " + unit);
			measures.add(measure);
			rows.computeIfAbsent(line.get("contender"), (key) -> new LinkedHashMap<>())
				.put(measure, failed ? unit : Figures.text(Double.parseDouble(line.get("value"))));
		}
		List<String> headings = new ArrayList<>(List.of(""));
		headings.addAll(measures);
		Table table = new Table(headings);
		rows.forEach((contender, values) -> {
			List<String> row = new ArrayList<>(List.of(Standings.label(contender)));
			measures.forEach((measure) -> row.add(values.getOrDefault(measure, "")));
			table.row(row);
		});
		return table.isEmpty() ? "" : table.toMarkdown();
	}

	private static String words(String name) {
		return name.replace('_', ' ').toLowerCase(Locale.ROOT);
	}

}
