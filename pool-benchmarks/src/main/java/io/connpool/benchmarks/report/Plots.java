package io.connpool.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.connpool.benchmarks.report.Figures.Order;

/** The pictures of the page. */
final class Plots {

	/** Whose timelines are drawn: more would be a tangle. */
	private static final List<String> TIMELINES = List.of("connpool", "hikari", "commons", "httpcore-strict", "agroal",
			"vibur");

	private static final double WINDOW_SECONDS = 0.1;

	private static final double DOWN_AT = 0.5;

	private final Results results;

	private final Map<String, String> pictures = new LinkedHashMap<>();

	private Plots(Results results) {
		this.results = results;
	}

	/**
	 * Draws what there is.
	 * @param results of one JDK
	 * @return the pictures by file name
	 */
	static Map<String, String> of(Results results) {
		Plots plots = new Plots(results);
		plots.cycle();
		plots.shortHolds();
		plots.longHolds();
		plots.tenThousand();
		plots.loopback();
		plots.growth();
		plots.size();
		plots.outage();
		return plots.pictures;
	}

	static void write(Map<String, String> pictures, Path directory) throws IOException {
		Files.createDirectories(directory);
		for (Map.Entry<String, String> picture : pictures.entrySet()) {
			Files.writeString(directory.resolve(picture.getKey() + ".svg"), picture.getValue());
		}
	}

	private void cycle() {
		Board alone = CallChapters.alone(this.results);
		Board together = CallChapters.together(this.results);
		if (!alone.finishers().isEmpty()) {
			BarChart chart = chart("One acquire and one release while nobody waits", alone, "ns", Order.LOW)
				.panel("ns, one thread; shorter is better", true, (name) -> alone.value(name, "ns"));
			if (!together.finishers().isEmpty()) {
				chart.panel("cycles/µs, two threads; longer is better", true,
						(name) -> together.value(name, "uses_per_us"));
			}
			put("a-cycle", chart);
		}
	}

	private void shortHolds() {
		each("c", "32 on 8",
				(board) -> put("c-throughput-fairness",
						chart("32 threads on 8 connections, each held for 175 ns", board, "uses_per_us", Order.HIGH)
							.panel("uses/µs; longer is better", true, (name) -> board.value(name, "uses_per_us"))
							.panel("fairness: worst-off thread to mean; 1 is even", false,
									(name) -> board.value(name, "min_mean"))));
	}

	private void longHolds() {
		each("d", "32 on 8",
				(board) -> put("d-tail",
						new RangeChart(title("Waiting for a connection: 32 threads on 8, each held for 100 µs"),
								board.ranking("p99_corrected_us", Order.LOW), board)));
		each("d", "64 on 8",
				(board) -> put("d-tail-think",
						new RangeChart(
								title("Waiting for a connection: 64 threads on 8, held for 1 ms, 7.5 ms in between"),
								board.ranking("p99_corrected_us", Order.LOW), board)));
	}

	private void tenThousand() {
		each("e", "", (board) -> put("e-starvation",
				chart("10,000 virtual threads on 32 connections for 3 s", board, "p99_us", Order.LOW)
					.panel("threads never served; shorter is better", false, (name) -> board.value(name, "starved"))
					.panel("99 % wait less than, ms; shorter is better", true,
							(name) -> board.value(name, "p99_us") / 1e3)));
	}

	private void loopback() {
		each("f", "64 on 16",
				(board) -> put("f-tcp",
						chart("TCP echo on loopback: 64 threads on 16 sockets", board, "requests_per_s", Order.HIGH)
							.panel("requests/s; longer is better", false, (name) -> board.value(name, "requests_per_s"))
							.panel("corrected p99, ms; shorter is better", true,
									(name) -> board.value(name, "p99_corrected_us") / 1e3)));
	}

	private void growth() {
		Map<String, Board> boards = this.results.scenario("g");
		Board spike = boards.get("spike, 5 idle");
		Board lasting = boards.get("lasting load, 1 idle");
		if (spike != null && lasting != null) {
			put("g-growth",
					chart("50 threads, at most 20 connections, 150 ms to open one", spike, "served_ms", Order.LOW)
						.panel("spike: all served after ms", false, (name) -> spike.value(name, "served_ms"))
						.panel("spike: connections opened", false, (name) -> spike.value(name, "extra_opens"))
						.panel("lasting load: uses/s", false, (name) -> lasting.value(name, "uses_per_s")));
		}
	}

	private void size() {
		CallChapters.bySize(this.results).forEach((idle, curves) -> {
			LineChart chart = new LineChart(title("A cycle by the size of the pool: " + CallChapters.idleText(idle)),
					"connections in the pool", "ns a cycle; lower is better", true);
			curves.forEach((contender, curve) -> {
				List<LineChart.Point> points = new ArrayList<>();
				curve.forEach((size, nanos) -> points.add(new LineChart.Point(Double.parseDouble(size), nanos)));
				chart.curve(contender, points);
			});
			put("growth-" + idle.toLowerCase(Locale.ROOT), chart);
		});
	}

	private void outage() {
		each("h", "refuses", (board) -> {
			LineChart chart = new LineChart(title("Uses a second while the backend is down, and after"), "seconds",
					"uses/s", false);
			board.best("down_s", Order.HIGH, (name) -> true)
				.ifPresent((name) -> chart.mark(DOWN_AT, DOWN_AT + board.value(name, "down_s"), "the backend refuses"));
			for (String name : TIMELINES) {
				chart.curve(name, timeline(board.text(name, "timeline")));
			}
			put("h-timeline", chart);
		});
	}

	private static List<LineChart.Point> timeline(String windows) {
		List<LineChart.Point> points = new ArrayList<>();
		if (!windows.isBlank()) {
			for (String window : windows.split(" ")) {
				points.add(new LineChart.Point(points.size() * WINDOW_SECONDS, Double.parseDouble(window)));
			}
		}
		return points;
	}

	private void each(String letter, String name, Consumer<Board> drawing) {
		this.results.scenario(letter).forEach((each, board) -> {
			if (each.startsWith(name) && !board.finishers().isEmpty()) {
				drawing.accept(board);
			}
		});
	}

	private BarChart chart(String title, Board board, String metric, Order order) {
		return new BarChart(title(title), board.ranking(metric, order));
	}

	private String title(String text) {
		return text + " (" + this.results.jdk() + ")";
	}

	private void put(String name, Object picture) {
		this.pictures.put(name, picture.toString());
	}

}
