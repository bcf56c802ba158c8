package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.connpool.benchmarks.contender.Contenders;
import io.connpool.benchmarks.contender.Contract;
import io.connpool.benchmarks.contender.Point;
import io.connpool.benchmarks.report.Figures.Order;
import io.connpool.benchmarks.report.Standings.Column;

/** The tables of the page, chapter by chapter. */
final class Chapters {

	private static final List<Column> WAITS = List.of(Column.of("p50_us", "p50 µs"), Column.of("p99_us", "p99 µs"),
			Column.of("p99_corrected_us", "corrected p99 µs"), Column.of("p999_us", "p99.9 µs"),
			Column.of("max_us", "worst µs"), Column.of("worst_to_median", "worst/median"));

	private static final Standings SHORT_HOLDS = Standings.by("uses_per_us", "uses/µs", Order.HIGH)
		.with(Column.of("ns_per_use", "ns per use and thread"))
		.with(Column.of("min_mean", "min/mean"))
		.with(Column.of("max_min", "max/min"))
		.with(WAITS)
		.with(Column.of("cpu_ns_per_use", "CPU ns/use"))
		.with(Column.of("switches_per_use", "switches/use"));

	private static final Standings LONG_HOLDS = Standings.by("p99_corrected_us", "corrected p99 µs", Order.LOW)
		.with(Column.of("share_of_ideal", "share of ideal"))
		.with(Column.shareOfBest("uses_per_s", "of best throughput"))
		.with(Column.of("p50_us", "p50 µs"))
		.with(Column.of("p99_us", "p99 µs"))
		.with(Column.of("p999_us", "p99.9 µs"))
		.with(Column.of("max_us", "worst µs"))
		.with(Column.of("worst_to_median", "worst/median"))
		.with(Column.of("max_min", "max/min"))
		.with(Column.of("cpu_us_per_use", "CPU µs/use"))
		.with(Column.of("switches_per_use", "switches/use"));

	private static final Standings TEN_THOUSAND = Standings.by("p99_us", "p99 µs", Order.LOW)
		.with(Column.of("starved", "never served"))
		.with(Column.of("share_of_ideal", "share of ideal"))
		.with(Column.of("p50_us", "p50 µs"))
		.with(Column.of("p999_us", "p99.9 µs"))
		.with(Column.of("max_us", "worst µs"))
		.with(Column.of("worst_to_median", "worst/median"))
		.with(Column.of("max_min", "max/min"))
		.with(Column.of("pinned", "pinned"))
		.with(Column.of("cpu_us_per_use", "CPU µs/use"))
		.with(Column.of("stuck", "still waiting 10 s later"));

	private static final Standings LOOPBACK = Standings.by("requests_per_s", "requests/s", Order.HIGH)
		.with(Column.of("min_mean", "min/mean"))
		.with(Column.of("max_min", "max/min"))
		.with(WAITS)
		.with(Column.of("cpu_us_per_use", "CPU µs/request"))
		.with(Column.of("switches_per_use", "switches/request"));

	private static final Standings SPIKE = Standings.by("served_ms", "all served after ms", Order.LOW)
		.with(Column.of("extra_opens", "opens"));

	private static final Standings LASTING_LOAD = Standings.by("uses_per_s", "uses/s", Order.HIGH)
		.with(Column.of("all_open_ms", "all 20 open after ms"))
		.with(Column.of("open_at_end", "open after 4 s"));

	private static final Standings OUTAGE = Standings.by("back_after_ms", "back to 90 % after ms", Order.LOW)
		.with(Column.text("learns", "a caller gets"))
		.with(Column.of("learns_after_ms", "after ms"))
		.with(Column.of("learns_at_worst_ms", "at worst ms"))
		.with(Column.of("with_cause", "with the cause"))
		.with(Column.of("opens_per_s", "opens/s while down"))
		.with(Column.of("cores_while_down", "of a core while down"))
		.with(Column.of("dead_lent", "dead lent"));

	private Chapters() {
	}

	/**
	 * Writes a chapter for every JDK: the newest in full view, the others folded.
	 * @param all results, the newest JDK first
	 * @param chapter of one JDK
	 * @return in Markdown; empty if there is nothing
	 */
	static String forEachJdk(List<Results> all, Function<Results, String> chapter) {
		StringBuilder markdown = new StringBuilder();
		for (Results results : all) {
			String own = chapter.apply(results).strip();
			if (own.isEmpty()) {
				continue;
			}
			if (markdown.isEmpty()) {
				markdown.append("**").append(results.jdk()).append("**\n\n").append(own).append("\n");
			}
			else {
				markdown.append("\n<details><summary>").append(results.jdk()).append("</summary>\n\n");
				markdown.append(own).append("\n\n</details>\n");
			}
		}
		return markdown.toString();
	}

	static String scenario(Results results, String letter) {
		StringBuilder markdown = new StringBuilder();
		results.scenario(letter).forEach((name, board) -> {
			if (board.finishers().isEmpty()) {
				markdown.append("None took part: ").append(board.others().values().iterator().next()).append(".\n\n");
				return;
			}
			markdown.append("*").append(name).append("*\n\n").append(standings(letter, name).table(board)).append("\n");
		});
		return markdown.toString();
	}

	private static Standings standings(String letter, String name) {
		return switch (letter) {
			case "c" -> SHORT_HOLDS;
			case "d" -> LONG_HOLDS;
			case "e" -> TEN_THOUSAND;
			case "f" -> LOOPBACK;
			case "g" -> name.startsWith("spike") ? SPIKE : LASTING_LOAD;
			case "h" -> OUTAGE;
			default -> throw new IllegalArgumentException("no scenario " + letter);
		};
	}

	static String machine(List<Results> all) {
		List<String> headings = new ArrayList<>(List.of(""));
		all.forEach((results) -> headings.add(results.jdk()));
		Table table = new Table(headings);
		if (!all.isEmpty()) {
			for (String fact : all.get(0).machine().keySet()) {
				List<String> row = new ArrayList<>(List.of(fact.replace('_', ' ')));
				all.forEach((results) -> row.add(results.machine().getOrDefault(fact, "")));
				table.row(row);
			}
		}
		return table.isEmpty() ? "" : table.toMarkdown();
	}

	/** What everybody promises as it is set up, in the words of the benchmarks. */
	static String contracts() {
		Table table = new Table("", "what", "F: first come, first served", "T: timeout kept", "C: check before a lease",
				"V: idle ones validated", "S: statistics", "L: leaks found", "R: release guarded", "set up");
		for (String name : Contenders.names()) {
			Contract contract = Contenders.contract(name);
			List<String> row = new ArrayList<>(List.of(Standings.label(name), contract.project()));
			Entrants.points(contract).values().stream().map(Point::toString).forEach(row::add);
			row.add(contract.setup());
			table.row(row);
		}
		return table.toMarkdown();
	}

}
