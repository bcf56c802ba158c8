package io.connpool.benchmarks.report;

import java.util.Optional;
import java.util.function.Predicate;

import io.connpool.benchmarks.report.Figures.Order;

/** The page at a glance: what ours reached where, beside the best of the others. */
final class Summary {

	private final Table table = new Table("", "ours", "reached", "best pool", "reached", "ratio", "best of all",
			"reached", "ratio", "limit", "ratio");

	static String of(Results results) {
		Summary summary = new Summary();
		summary.add("a: ns a cycle, one thread", CallChapters.alone(results), "ns", Order.LOW);
		summary.add("b: cycles/µs, two threads", CallChapters.together(results), "uses_per_us", Order.HIGH);
		summary.add(results, "c", "32 on 8", "uses/µs", "uses_per_us", Order.HIGH);
		summary.add(results, "c", "32 on 8", "min/mean", "min_mean", Order.HIGH);
		summary.add(results, "c", "64 on 2", "uses/µs", "uses_per_us", Order.HIGH);
		summary.add(results, "d", "32 on 8", "share of ideal", "share_of_ideal", Order.HIGH);
		summary.add(results, "d", "32 on 8", "corrected p99 µs", "p99_corrected_us", Order.LOW);
		summary.add(results, "e", "10,000 on 32", "p99 µs", "p99_us", Order.LOW);
		summary.add(results, "e", "10,000 on 32", "never served", "starved", Order.LOW);
		summary.add(results, "f", "16 on 16", "requests/s", "requests_per_s", Order.HIGH);
		summary.add(results, "f", "64 on 16", "requests/s", "requests_per_s", Order.HIGH);
		summary.add(results, "f", "64 on 16", "corrected p99 µs", "p99_corrected_us", Order.LOW);
		summary.add(results, "g", "spike", "all served after ms", "served_ms", Order.LOW);
		summary.add(results, "g", "spike", "opens", "extra_opens", Order.LOW);
		summary.add(results, "g", "lasting load, 1 idle", "all open after ms", "all_open_ms", Order.LOW);
		summary.add(results, "g", "lasting load, 1 idle", "uses/s", "uses_per_s", Order.HIGH);
		summary.add(results, "h", "refuses", "opens/s while down", "opens_per_s", Order.LOW);
		summary.add(results, "h", "refuses", "back after ms", "back_after_ms", Order.LOW);
		summary.add(results, "h", "hangs", "back after ms", "back_after_ms", Order.LOW);
		return summary.table.isEmpty() ? "" : summary.table.toMarkdown();
	}

	private void add(Results results, String letter, String name, String heading, String metric, Order order) {
		results.scenario(letter).forEach((each, board) -> {
			if (each.startsWith(name)) {
				add(letter + ", " + name + ": " + heading, board, metric, order);
			}
		});
	}

	private void add(String heading, Board board, String metric, Order order) {
		for (String ours : board.finishers().stream().filter(Entrants::isOurs).toList()) {
			double own = board.value(ours, metric);
			String[] pool = best(board, metric, order, (name) -> Entrants.isRival(name) && Entrants.isPool(name), own);
			String[] any = best(board, metric, order, Entrants::isRival, own);
			String[] limit = best(board, metric, order, Entrants::isLimit, own);
			this.table.row(heading, Standings.label(ours), Figures.text(own), pool[0], pool[1], pool[2], any[0], any[1],
					any[2], (limit[0].isEmpty() ? "" : limit[0] + " " + limit[1]), limit[2]);
		}
	}

	private static String[] best(Board board, String metric, Order order, Predicate<String> among, double own) {
		Optional<String> best = board.best(metric, order, among);
		if (best.isEmpty()) {
			return new String[] { "", "", "" };
		}
		double value = board.value(best.get(), metric);
		return new String[] { best.get(), Figures.text(value), Figures.times(Figures.timesBetter(own, value, order)) };
	}

}
