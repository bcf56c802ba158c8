package io.connpool.benchmarks.report;

import java.util.List;
import java.util.stream.DoubleStream;

import io.connpool.benchmarks.report.Svg.Style;

/** Waiting times on a logarithmic axis: from the median over the tail to the worst. */
final class RangeChart {

	private static final double ROW = 24;

	private static final double TOP = 84;

	private static final double WIDTH = 620;

	private static final List<String> METRICS = List.of("p50_us", "p99_corrected_us", "max_us");

	/** What no number below is told apart from. */
	private static final double LEAST = 0.1;

	private final String title;

	private final List<String> contenders;

	private final Board board;

	RangeChart(String title, List<String> contenders, Board board) {
		this.title = title;
		this.contenders = contenders;
		this.board = board;
	}

	@Override
	public String toString() {
		double labels = 20 + this.contenders.stream().mapToDouble(Svg::widthOf).max().orElse(0);
		double bottom = TOP + this.contenders.size() * ROW;
		Svg svg = new Svg(labels + WIDTH + 60, bottom + 40, this.title);
		svg.text(14, 26, this.title, Style.TITLE);
		legend(svg, labels + 8);
		Scale scale = Scale.logarithmic(
				this.contenders.stream()
					.flatMapToDouble((name) -> METRICS.stream().mapToDouble((metric) -> value(name, metric))),
				labels + 8, labels + WIDTH);
		for (double tick : scale.ticks()) {
			svg.line(scale.at(tick), TOP - 8, scale.at(tick), bottom, Svg.GRID, 1);
			svg.text(scale.at(tick), bottom + 18, micros(tick), Style.CENTRE.faint());
		}
		for (int i = 0; i < this.contenders.size(); i++) {
			draw(svg, scale, this.contenders.get(i), labels, TOP + i * ROW + ROW / 2);
		}
		return svg.toString();
	}

	private void draw(Svg svg, Scale scale, String name, double labels, double y) {
		boolean ours = Entrants.isOurs(name);
		String colour = Svg.colour(name);
		double[] x = DoubleStream.of(value(name, "p50_us"), value(name, "p99_corrected_us"), value(name, "max_us"))
			.map(scale::at)
			.toArray();
		svg.text(labels, y + 4, name, Style.RIGHT.in(ours ? Svg.OURS : Svg.TEXT, ours));
		svg.line(x[0], y, x[2], y, colour, ours ? 3 : 2);
		svg.circle(x[0], y, 4.5, "#ffffff", colour);
		svg.circle(x[1], y, 5, colour, colour);
		svg.line(x[2], y - 6, x[2], y + 6, colour, 2.5);
	}

	private static void legend(Svg svg, double x) {
		double y = 48;
		svg.circle(x + 5, y, 4.5, "#ffffff", Svg.FAINT).text(x + 15, y + 4, "median", Style.LEFT.faint());
		svg.circle(x + 85, y, 5, Svg.FAINT, Svg.FAINT).text(x + 95, y + 4, "corrected p99", Style.LEFT.faint());
		svg.line(x + 200, y - 6, x + 200, y + 6, Svg.FAINT, 2.5).text(x + 208, y + 4, "worst", Style.LEFT.faint());
		svg.text(x + 270, y + 4, "further left is better", Style.LEFT.faint());
	}

	private double value(String name, String metric) {
		return Math.max(LEAST, this.board.value(name, metric));
	}

	static String micros(double micros) {
		if (micros >= 1e6) {
			return Figures.text(micros / 1e6) + " s";
		}
		return (micros >= 1e3) ? Figures.text(micros / 1e3) + " ms" : Figures.text(micros) + " µs";
	}

}
