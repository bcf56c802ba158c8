package io.connpool.benchmarks.race;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A lap in a JVM of its own, which is ended where it does not end by itself.
 */
final class LapProcess {

	/** The same heap for everybody, so that no JVM resizes it in the middle of a lap. */
	private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", "-Dfile.encoding=UTF-8");

	private static final int PATIENCE_SECONDS = 30;

	private LapProcess() {
	}

	static LapResult run(Scenario scenario, String contender, LapSettings settings, Path log)
			throws IOException, InterruptedException {
		double bound = 1.5 * scenario.expectedSeconds(settings) + PATIENCE_SECONDS;
		Path out = Files.createTempFile("race-lap", ".txt");
		try {
			Process process = Jvm
				.command(OPTIONS, Lap.class,
						List.of(scenario.letter(), contender, Double.toString(settings.seconds()),
								Double.toString(settings.warmUpSeconds()), Long.toString(settings.workTokens())))
				.redirectOutput(out.toFile())
				.redirectError(log.toFile())
				.start();
			boolean ended = waitFor(process, bound);
			return result(Files.readAllLines(out, StandardCharsets.UTF_8), ended, bound);
		}
		finally {
			Files.delete(out);
		}
	}

	private static boolean waitFor(Process process, double seconds) throws InterruptedException {
		try {
			return process.waitFor(Math.round(seconds * 1e3), TimeUnit.MILLISECONDS);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	static LapResult result(List<String> lines, boolean ended, double bound) {
		List<Row> rows = new ArrayList<>();
		for (String line : lines) {
			if (Row.isRow(line)) {
				rows.add(Row.parse(line));
			}
			else if (line.startsWith(Lap.NOT_APPLICABLE)) {
				return LapResult.none("n/a: " + line.substring(Lap.NOT_APPLICABLE.length()));
			}
			else if (line.startsWith(Lap.FAILED)) {
				return LapResult.none("failed: " + line.substring(Lap.FAILED.length()));
			}
		}
		if (!ended) {
			return LapResult.none("did not finish within " + Math.round(bound) + " s");
		}
		return rows.isEmpty() ? LapResult.none("failed: the JVM ended without a word") : new LapResult("ok", rows);
	}

	/**
	 * How a lap ended.
	 *
	 * @param outcome "ok", or why there are no rows
	 * @param rows what was measured
	 */
	record LapResult(String outcome, List<Row> rows) {

		static LapResult none(String outcome) {
			return new LapResult(outcome.replaceAll("[\\s,\"]+", " "), List.of());
		}

	}

}
