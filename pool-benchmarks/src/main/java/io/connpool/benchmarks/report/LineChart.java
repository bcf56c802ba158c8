package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

import io.connpool.benchmarks.report.Svg.Style;

/** Curves, each with its name at its right end. */
final class LineChart {

	private static final double LEFT = 70;

	private static final double TOP = 70;

	private static final double WIDTH = 560;

	private static final double HEIGHT = 340;

	private static final double LABEL = 16;

	/** In a tangle of lines one colour for all rivals would not do. */
	private static final List<String> COLOURS = List.of("#1c7ed6", "#2f9e44", "#9c36b5", "#0c8599", "#868e96",
			"#5f3dc4", "#a61e4d", "#495057", "#66a80f");

	private final String title;

	private final String xHeading;

	private final String yHeading;

	private final boolean logarithmic;

	private final List<Curve> curves = new ArrayList<>();

	private double markFrom = Double.NaN;

	private double markTo = Double.NaN;

	private String mark = "";

	/**
	 * Creates an empty chart.
	 * @param title above all
	 * @param xHeading below the axis
	 * @param yHeading above the axis
	 * @param logarithmic whether both axes are
	 */
	LineChart(String title, String xHeading, String yHeading, boolean logarithmic) {
		this.title = title;
		this.xHeading = xHeading;
		this.yHeading = yHeading;
		this.logarithmic = logarithmic;
	}

	LineChart curve(String name, List<Point> points) {
		if (!points.isEmpty()) {
			String rival = COLOURS.get(this.curves.size() % COLOURS.size());
			this.curves.add(new Curve(name, points, Entrants.isRival(name) ? rival : Svg.colour(name)));
		}
		return this;
	}

	/** Shades a stretch of the horizontal axis. */
	LineChart mark(double from, double to, String text) {
		this.markFrom = from;
		this.markTo = to;
		this.mark = text;
		return this;
	}

	@Override
	public String toString() {
		double right = LEFT + WIDTH;
		double bottom = TOP + HEIGHT;
		double labels = this.curves.stream().mapToDouble((curve) -> Svg.widthOf(curve.name)).max().orElse(0);
		Svg svg = new Svg(right + labels + 36, bottom + 56, this.title);
		svg.text(14, 26, this.title, Style.TITLE);
		svg.text(14, TOP - 16, this.yHeading, Style.LEFT.faint());
		svg.text(LEFT + WIDTH / 2, bottom + 42, this.xHeading, Style.CENTRE.faint());
		Scale x = scale(this.curves.stream().flatMapToDouble((curve) -> curve.points.stream().mapToDouble(Point::x)),
				LEFT, right);
		Scale y = scale(this.curves.stream().flatMapToDouble((curve) -> curve.points.stream().mapToDouble(Point::y)),
				bottom, TOP);
		if (!Double.isNaN(this.markFrom)) {
			svg.rect(x.at(this.markFrom), TOP, x.at(this.markTo) - x.at(this.markFrom), HEIGHT, "#fdecea");
			svg.text(x.at(this.markFrom) + 6, TOP + 16, this.mark, Style.LEFT.faint());
		}
		axes(svg, x, y);
		for (Curve curve : sorted((curve) -> Entrants.isOurs(curve.name) ? 1 : 0)) {
			draw(svg, curve, x, y);
		}
		label(svg, x, y);
		return svg.toString();
	}

	private Scale scale(DoubleStream values, double from, double to) {
		return this.logarithmic ? Scale.logarithmic(values, from, to) : Scale.linear(values, from, to);
	}

	private static void axes(Svg svg, Scale x, Scale y) {
		for (double tick : y.ticks()) {
			svg.line(x.from(), y.at(tick), x.to(), y.at(tick), Svg.GRID, 1);
			svg.text(x.from() - 8, y.at(tick) + 4, Figures.text(tick), Style.RIGHT.faint());
		}
		for (double tick : x.ticks()) {
			svg.line(x.at(tick), y.from(), x.at(tick), y.from() + 5, Svg.FAINT, 1);
			svg.text(x.at(tick), y.from() + 20, Figures.text(tick), Style.CENTRE.faint());
		}
		svg.line(x.from(), y.from(), x.to(), y.from(), Svg.FAINT, 1);
	}

	private static void draw(Svg svg, Curve curve, Scale x, Scale y) {
		StringJoiner points = new StringJoiner(" ");
		for (Point point : curve.points) {
			points.add(Svg.number(x.at(point.x)) + "," + Svg.number(y.at(point.y)));
		}
		svg.path(points.toString(), curve.colour, Entrants.isOurs(curve.name) ? 3.5 : 1.5);
	}

	// From the top downwards, each at least a line below the one before.
	private void label(Svg svg, Scale x, Scale y) {
		double lowest = TOP - LABEL;
		List<Curve> fromTop = sorted((curve) -> y.at(curve.last().y));
		double spare = TOP + HEIGHT + LABEL - LABEL * fromTop.size();
		for (int i = 0; i < fromTop.size(); i++) {
			Curve curve = fromTop.get(i);
			double end = y.at(curve.last().y);
			double at = Math.max(lowest + LABEL, Math.min(end, spare + LABEL * i));
			lowest = at;
			boolean ours = Entrants.isOurs(curve.name);
			svg.line(x.at(curve.last().x), end, x.to() + 14, at, Svg.GRID, 1);
			svg.text(x.to() + 18, at + 4, curve.name, Style.LEFT.in(curve.colour, ours));
		}
	}

	private List<Curve> sorted(ToDoubleFunction<Curve> by) {
		return this.curves.stream().sorted(Comparator.comparingDouble(by)).toList();
	}

	/**
	 * A point of a curve.
	 *
	 * @param x along
	 * @param y up
	 */
	record Point(double x, double y) {
	}

	private record Curve(String name, List<Point> points, String colour) {

		Point last() {
			return this.points.get(this.points.size() - 1);
		}

	}

}
