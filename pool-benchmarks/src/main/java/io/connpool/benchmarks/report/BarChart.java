package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

import io.connpool.benchmarks.report.Svg.Style;

/**
 * Bars in one or more panels side by side: a row for each contender, a panel for each
 * metric.
 */
final class BarChart {

	private static final double ROW = 22;

	private static final double BAR = 14;

	private static final double TOP = 66;

	private static final double PANEL = 250;

	private static final double GAP = 24;

	/** Room for the number behind a bar. */
	private static final double NUMBER = 58;

	private final String title;

	private final List<String> contenders;

	private final List<Panel> panels = new ArrayList<>();

	BarChart(String title, List<String> contenders) {
		this.title = title;
		this.contenders = contenders;
	}

	/**
	 * Adds a panel.
	 * @param heading what it shows, with the unit and which side is better
	 * @param logarithmic whether its axis is; it then has no zero
	 * @param values of everybody
	 * @return this
	 */
	BarChart panel(String heading, boolean logarithmic, Values values) {
		this.panels.add(new Panel(heading, logarithmic, values));
		return this;
	}

	@Override
	public String toString() {
		double labels = 20 + this.contenders.stream().mapToDouble(Svg::widthOf).max().orElse(0);
		double panelWidth = (this.panels.size() == 1) ? 2 * PANEL : PANEL;
		double width = labels + this.panels.size() * (panelWidth + NUMBER + GAP);
		double bottom = TOP + this.contenders.size() * ROW;
		Svg svg = new Svg(width, bottom + 34, this.title);
		svg.text(14, 26, this.title, Style.TITLE);
		double x = labels + 8;
		for (Panel panel : this.panels) {
			draw(svg, panel, x, panelWidth, bottom);
			x += panelWidth + NUMBER + GAP;
		}
		for (int i = 0; i < this.contenders.size(); i++) {
			String name = this.contenders.get(i);
			boolean ours = Entrants.isOurs(name);
			svg.text(labels, TOP + i * ROW + BAR, name, Style.RIGHT.in(ours ? Svg.OURS : Svg.TEXT, ours));
		}
		return svg.toString();
	}

	private void draw(Svg svg, Panel panel, double x, double width, double bottom) {
		Scale scale = panel.scale(this.contenders, x, x + width);
		svg.text(x, TOP - 14, panel.heading, Style.LEFT.faint());
		for (double tick : scale.ticks()) {
			svg.line(scale.at(tick), TOP - 6, scale.at(tick), bottom, Svg.GRID, 1);
			svg.text(scale.at(tick), bottom + 16, Figures.text(tick), Style.CENTRE.faint());
		}
		for (int i = 0; i < this.contenders.size(); i++) {
			String name = this.contenders.get(i);
			double value = panel.values.of(name);
			double y = TOP + i * ROW + (ROW - BAR) / 2 - 1;
			double end = Double.isFinite(value) ? scale.at(value) : x;
			if (end > x) {
				svg.rect(x, y, end - x, BAR, Svg.colour(name));
			}
			svg.text(end + 5, y + BAR - 3, Figures.text(value), Style.LEFT.faint());
		}
	}

	/** What a panel shows of a contender. */
	@FunctionalInterface
	interface Values {

		double of(String contender);

	}

	private record Panel(String heading, boolean logarithmic, Values values) {

		Scale scale(List<String> contenders, double from, double to) {
			double[] all = contenders.stream().mapToDouble(this.values::of).toArray();
			if (!this.logarithmic) {
				return Scale.linear(DoubleStream.of(all), from, to);
			}
			// The shortest bar has a length, too.
			double least = DoubleStream.of(all).filter((value) -> value > 0).min().orElse(1);
			return Scale.logarithmic(DoubleStream.concat(DoubleStream.of(all), DoubleStream.of(least / 2)), from, to);
		}

	}

}
