package io.connpool.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.connpool.benchmarks.contender.Contract;
import io.connpool.benchmarks.contender.Point.Grade;
import io.connpool.benchmarks.report.Figures.Order;

/**
 * What we aim for, and what of it was reached: said by the figures, not by hand, so that
 * what is missed is on the page as well, in bold.
 */
final class Targets {

	private static final String STRICT = Entrants.OURS;

	private static final String BOUNDED = Entrants.OURS + "-bounded";

	private static final String TCP = Entrants.OURS + "-tcp";

	private static final Map<String, Predicate<String>> NAMED = Map.of("any other", Entrants::isRival, "any other pool",
			(name) -> Entrants.isRival(name) && Entrants.isPool(name), "any other fair pool", Targets::isFairRival);

	/** By what is aimed at, what each of ours measured. */
	private final Map<List<String>, Map<String, String>> rows = new LinkedHashMap<>();

	private Targets() {
	}

	/**
	 * Compares the results of a JDK with the aims.
	 * @param results of that JDK
	 * @return a table in Markdown; empty if nothing was measured
	 */
	static String of(Results results) {
		Targets targets = new Targets();
		targets.cycle(CallChapters.alone(results));
		targets.cycles(CallChapters.together(results));
		results.scenario("c").forEach((name, board) -> targets.shortHolds("c, " + name, board));
		results.scenario("d").forEach((name, board) -> targets.longHolds("d, " + name, board));
		results.scenario("e").forEach((name, board) -> targets.tenThousand("e, " + name, board));
		results.scenario("f").forEach((name, board) -> targets.loopback("f, " + name, board));
		results.scenario("g").forEach((name, board) -> targets.growth("g, " + name, board));
		results.scenario("h").forEach((name, board) -> targets.outage("h, " + name, board));
		return targets.toMarkdown();
	}

	private String toMarkdown() {
		Table table = new Table("", "aim", Standings.label(STRICT), Standings.label(BOUNDED), Standings.label(TCP));
		this.rows.forEach((aim, cells) -> table.row(aim.get(0), aim.get(1), cells.getOrDefault(STRICT, ""),
				cells.getOrDefault(BOUNDED, ""), cells.getOrDefault(TCP, "")));
		return table.isEmpty() ? "" : table.toMarkdown();
	}

	private void cycle(Board board) {
		for (String ours : new String[] { STRICT, BOUNDED }) {
			atMost("a, ns to those of", "bare-release", 3, board, ours, "ns");
			atMost("a, ns to those of", "bare", 3, board, ours, "ns");
			better("a, faster than", "any other pool", 2, board, ours, "ns", Order.LOW);
			better("a, faster than", "hikari", 8, board, ours, "ns", Order.LOW);
			atMost("a, bytes", 24, board, ours, "bytes");
		}
	}

	private void cycles(Board board) {
		for (String ours : new String[] { STRICT, BOUNDED }) {
			better("b, cycles to those of", "bare-release", 0.6, board, ours, "uses_per_us", Order.HIGH);
			better("b, cycles to those of", "bare", 0.6, board, ours, "uses_per_us", Order.HIGH);
			better("b, faster than", "hikari", 8, board, ours, "uses_per_us", Order.HIGH);
		}
	}

	private void shortHolds(String name, Board board) {
		better(name + ", throughput to", "hikari-bag", 1, board, BOUNDED, "uses_per_us", Order.HIGH);
		better(name + ", throughput to", "any other", 1, board, BOUNDED, "uses_per_us", Order.HIGH);
		atLeast(name + ", min/mean", 0.7, board, BOUNDED, "min_mean");
		better(name + ", throughput to", "any other fair pool", 2, board, STRICT, "uses_per_us", Order.HIGH);
	}

	private void longHolds(String name, Board board) {
		for (String ours : new String[] { STRICT, BOUNDED }) {
			atLeast(name + ", share of ideal", 0.97, board, ours, "share_of_ideal");
			better(name + ", corrected p99 to", "any other fair pool", 1, board, ours, "p99_corrected_us", Order.LOW);
		}
	}

	private void tenThousand(String name, Board board) {
		for (String ours : new String[] { STRICT, BOUNDED }) {
			atLeast(name + ", share of ideal", 0.99, board, ours, "share_of_ideal");
			atMost(name + ", never served", 0, board, ours, "starved");
			atMost(name + ", pinned", 0, board, ours, "pinned");
			double queue = board.value(ours, "mean_hold_us") * 10_000 / 32;
			double waited = board.value(ours, "p99_us");
			row(name + ", p99 to the length of the queue", "≤ 1.05 ×", ours, waited / queue,
					Figures.times(waited / queue), waited / queue <= 1.05);
			better(name + ", CPU to", "any other", 1, board, ours, "cpu_us_per_use", Order.LOW);
		}
	}

	private void loopback(String name, Board board) {
		double share = name.endsWith("64 on 16") ? 0.9 : 0.95;
		for (String ours : new String[] { STRICT, BOUNDED, TCP }) {
			better(name + ", requests to", "dedicated", share, board, ours, "requests_per_s", Order.HIGH);
			better(name + ", corrected p99 to", "any other pool", 1, board, ours, "p99_corrected_us", Order.LOW);
			better(name + ", requests to", "spring-integration", 4, board, ours, "requests_per_s", Order.HIGH);
		}
	}

	private void growth(String name, Board board) {
		for (String ours : new String[] { STRICT, BOUNDED }) {
			atMost(name + ", all served after ms", 25, board, ours, "served_ms");
			atMost(name + ", opens", 2, board, ours, "extra_opens");
			atMost(name + ", all open after ms", 300, board, ours, "all_open_ms");
		}
	}

	private void outage(String name, Board board) {
		for (String ours : new String[] { STRICT, BOUNDED }) {
			atMost(name + ", a caller is told after ms", 1, board, ours, "learns_after_ms");
			atLeast(name + ", told with the cause", 1, board, ours, "with_cause");
			atMost(name + ", opens/s while down", 10, board, ours, "opens_per_s");
			atMost(name + ", back to 90 % after ms", 200, board, ours, "back_after_ms");
			atMost(name + ", dead lent", 0, board, ours, "dead_lent");
		}
	}

	private void atMost(String what, double aim, Board board, String ours, String metric) {
		double value = board.value(ours, metric);
		row(what, "≤ " + Figures.text(aim), ours, value, Figures.text(value), value <= aim);
	}

	private void atLeast(String what, double aim, Board board, String ours, String metric) {
		double value = board.value(ours, metric);
		row(what, "≥ " + Figures.text(aim), ours, value, Figures.text(value), value >= aim);
	}

	/** Of something that is better if low: how many times that of another it may be. */
	private void atMost(String what, String other, double aim, Board board, String ours, String metric) {
		double factor = board.value(ours, metric) / board.value(other, metric);
		row(what + " " + other, "≤ " + Figures.times(aim), ours, factor, Figures.times(factor), factor <= aim);
	}

	/** How many times better than another, or than the best of several. */
	private void better(String what, String other, double aim, Board board, String ours, String metric, Order order) {
		Predicate<String> among = NAMED.getOrDefault(other, other::equals);
		Optional<String> best = board.best(metric, order, among);
		if (best.isEmpty()) {
			return;
		}
		double factor = Figures.timesBetter(board.value(ours, metric), board.value(best.get(), metric), order);
		String whom = best.get().equals(other) ? other : other + ", " + best.get();
		row(what + " " + whom, "≥ " + Figures.times(aim), ours, factor, Figures.times(factor), factor >= aim);
	}

	private void row(String what, String aim, String ours, double value, String measured, boolean reached) {
		if (!Double.isNaN(value)) {
			this.rows.computeIfAbsent(List.of(what, aim), (key) -> new LinkedHashMap<>())
				.put(ours, reached ? measured : "**" + measured + "**");
		}
	}

	private static boolean isFairRival(String name) {
		Contract contract = Entrants.contract(name);
		return Entrants.isRival(name) && contract != null && contract.fifo().grade() == Grade.YES;
	}

}
