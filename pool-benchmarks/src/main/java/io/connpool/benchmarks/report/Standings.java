package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.connpool.benchmarks.report.Figures.Order;

/**
 * How a board becomes a table: sorted by one metric, with ratios of that metric to the
 * best rival and to the limit.
 *
 * @param metric by which the table is sorted
 * @param heading of that metric, with its unit
 * @param order which of two is better
 * @param columns what else is shown
 */
record Standings(String metric, String heading, Order order, List<Column> columns) {

	static Standings by(String metric, String heading, Order order) {
		return new Standings(metric, heading, order, List.of());
	}

	Standings with(Column column) {
		return with(List.of(column));
	}

	Standings with(List<Column> more) {
		List<Column> all = new ArrayList<>(this.columns);
		all.addAll(more);
		return new Standings(this.metric, this.heading, this.order, List.copyOf(all));
	}

	/**
	 * Draws up the table.
	 * @param board with the results
	 * @return in Markdown; those without results at the end, with the reason
	 */
	String table(Board board) {
		Optional<String> rival = board.best(this.metric, this.order, Entrants::isRival);
		Optional<String> limit = board.best(this.metric, this.order, Entrants::isLimit);
		Table table = new Table(headings(limit.isPresent()));
		for (String name : board.ranking(this.metric, this.order)) {
			double own = board.value(name, this.metric);
			List<String> cells = new ArrayList<>();
			cells.add(label(name) + (board.unsteady().contains(name) ? " †" : ""));
			cells.add(Figures.text(own));
			cells.add(ratio(board, own, rival));
			if (limit.isPresent()) {
				cells.add(ratio(board, own, limit));
			}
			this.columns.forEach((column) -> cells.add(column.cell(board, name)));
			cells.add(Entrants.lacks(name));
			table.row(cells);
		}
		board.others().forEach((name, outcome) -> table.row(label(name), outcome));
		return table.toMarkdown() + footnotes(board);
	}

	private List<String> headings(boolean hasLimit) {
		List<String> headings = new ArrayList<>(List.of("", this.heading, "to best rival"));
		if (hasLimit) {
			headings.add("to limit");
		}
		this.columns.forEach((column) -> headings.add(column.heading()));
		headings.add("lacks");
		return headings;
	}

	private String ratio(Board board, double own, Optional<String> other) {
		return other.map((name) -> Figures.times(Figures.timesBetter(own, board.value(name, this.metric), this.order)))
			.orElse("–");
	}

	private static String footnotes(Board board) {
		StringBuilder notes = new StringBuilder();
		for (String name : board.unsteady()) {
			notes.append("\n† ").append(name).append(" had no result in at least one fork.\n");
		}
		return notes.toString();
	}

	static String label(String name) {
		if (Entrants.isOurs(name)) {
			return "**" + name + "**";
		}
		return Entrants.isLimit(name) ? "*" + name + "*" : name;
	}

	/** Something else to show of everybody. */
	interface Column {

		String heading();

		String cell(Board board, String contender);

		static Column of(String metric, String heading) {
			return new Simple(heading, (board, name) -> Figures.text(board.value(name, metric)));
		}

		static Column text(String metric, String heading) {
			return new Simple(heading, (board, name) -> board.text(name, metric));
		}

		/** The value as a share of the highest there is. */
		static Column shareOfBest(String metric, String heading) {
			return new Simple(heading, (board, name) -> {
				double best = board.best(metric, Order.HIGH, (other) -> !Entrants.isLimit(other))
					.map((other) -> board.value(other, metric))
					.orElse(Double.NaN);
				return Figures.text(board.value(name, metric) / best);
			});
		}

	}

	private record Simple(String heading, Cell content) implements Column {

		@Override
		public String cell(Board board, String contender) {
			return this.content.of(board, contender);
		}

	}

	private interface Cell {

		String of(Board board, String contender);

	}

}
