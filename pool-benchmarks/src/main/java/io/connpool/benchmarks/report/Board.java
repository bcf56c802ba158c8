package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.connpool.benchmarks.report.Figures.Order;

/**
 * What everybody reached in one case: the median over the forks of each metric.
 */
final class Board {

	private static final String OK = "ok";

	private final Map<String, List<Map<String, String>>> forks = new LinkedHashMap<>();

	private final Map<String, String> outcomes = new LinkedHashMap<>();

	/**
	 * Sorts the lines of a scenario's file by case.
	 * @param lines of the file
	 * @return the boards, in the order of the file; who has no result in any case is on
	 * all of them
	 */
	static Map<String, Board> byCase(List<Map<String, String>> lines) {
		Map<String, Board> boards = new LinkedHashMap<>();
		for (Map<String, String> line : lines) {
			if (!line.get("case").isEmpty()) {
				boards.computeIfAbsent(line.get("case"), (key) -> new Board());
			}
		}
		if (boards.isEmpty() && !lines.isEmpty()) {
			boards.put("", new Board());
		}
		for (Map<String, String> line : lines) {
			String name = line.get("case");
			Collection<Board> concerned = name.isEmpty() ? boards.values() : List.of(boards.get(name));
			concerned.forEach((board) -> board.add(line.get("contender"), line.get("outcome"), line));
		}
		return boards;
	}

	void add(String contender, String outcome, Map<String, String> metrics) {
		if (outcome.equals(OK)) {
			this.forks.computeIfAbsent(contender, (key) -> new ArrayList<>()).add(metrics);
		}
		else {
			this.outcomes.put(contender, outcome);
		}
	}

	/** Those with results. */
	Set<String> finishers() {
		return this.forks.keySet();
	}

	/** Those without, and why. */
	Map<String, String> others() {
		Map<String, String> others = new LinkedHashMap<>(this.outcomes);
		others.keySet().removeAll(this.forks.keySet());
		return others;
	}

	/** Those with results in some forks and none in others, and why. */
	Set<String> unsteady() {
		Set<String> unsteady = new LinkedHashSet<>(this.outcomes.keySet());
		unsteady.retainAll(this.forks.keySet());
		return unsteady;
	}

	double value(String contender, String metric) {
		List<Double> values = new ArrayList<>();
		for (Map<String, String> fork : this.forks.getOrDefault(contender, List.of())) {
			String text = fork.getOrDefault(metric, "");
			values.add(text.isEmpty() ? Double.NaN : Double.parseDouble(text));
		}
		return Figures.median(values);
	}

	String text(String contender, String metric) {
		List<Map<String, String>> own = this.forks.getOrDefault(contender, List.of());
		return own.isEmpty() ? "" : own.get(0).getOrDefault(metric, "");
	}

	/**
	 * Returns who did best.
	 * @param metric what counts
	 * @param order which of two is better
	 * @param among whom
	 * @return the name, if there is anybody with a number
	 */
	Optional<String> best(String metric, Order order, Predicate<String> among) {
		return finishers().stream()
			.filter(among)
			.filter((name) -> !Double.isNaN(value(name, metric)))
			.min(comparator(metric, order));
	}

	/** Returns all with results, best first, the limits last. */
	List<String> ranking(String metric, Order order) {
		return finishers().stream()
			.sorted(Comparator.<String, Boolean>comparing(Entrants::isLimit).thenComparing(comparator(metric, order)))
			.toList();
	}

	// Whoever has no number comes last, either way.
	private Comparator<String> comparator(String metric, Order order) {
		return Comparator.comparingDouble((name) -> {
			double value = value(name, metric);
			return Double.isNaN(value) ? Double.POSITIVE_INFINITY : (order == Order.LOW) ? value : -value;
		});
	}

}
