package io.connpool.benchmarks.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what JMH writes with {@code -rf json}. */
final class JmhFile {

	private JmhFile() {
	}

	/**
	 * Reads a file.
	 * @param path of the file
	 * @return one score a benchmark and set of parameters; none if there is no such file
	 */
	static List<Score> read(Path path) {
		if (!Files.exists(path)) {
			return List.of();
		}
		List<Score> scores = new ArrayList<>();
		for (JsonNode entry : JsonMapper.shared().readTree(path.toFile())) {
			scores.add(score(entry));
		}
		return scores;
	}

	private static Score score(JsonNode entry) {
		String name = entry.path("benchmark").asString();
		Map<String, String> parameters = new LinkedHashMap<>();
		entry.path("params").properties().forEach((each) -> parameters.put(each.getKey(), each.getValue().asString()));
		List<Double> forks = new ArrayList<>();
		for (JsonNode fork : entry.path("primaryMetric").path("rawData")) {
			List<Double> iterations = new ArrayList<>();
			fork.forEach((each) -> iterations.add(each.asDouble()));
			forks.add(Figures.median(iterations));
		}
		JsonNode bytes = entry.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score");
		return new Score(name.substring(name.lastIndexOf('.') + 1), entry.path("threads").asInt(), parameters,
				Figures.median(forks), bytes.isNumber() ? bytes.asDouble() : Double.NaN);
	}

	/**
	 * What one benchmark reached.
	 *
	 * @param method its name
	 * @param threads it ran on
	 * @param parameters it ran with
	 * @param value the median over the forks of each one's median iteration, in the unit
	 * of the benchmark
	 * @param bytes allocated per call; not a number if not measured
	 */
	record Score(String method, int threads, Map<String, String> parameters, double value, double bytes) {

		/** What the profiler itself allocates is spread over the calls, too. */
		double wholeBytes() {
			return Double.isNaN(this.bytes) ? this.bytes : Math.round(this.bytes);
		}

		/** Who was measured: the contender, or the method where there is none. */
		String contender() {
			return this.parameters.getOrDefault("contender", this.method);
		}

	}

}
