package io.connpool.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import io.connpool.benchmarks.race.LapProcess.LapResult;

/**
 * Runs scenarios: every contender in a JVM of its own, fork by fork, so that what the
 * machine does in between falls upon all of them alike.
 */
public final class Race {

	private static final double SHORT_HOLD_NANOS = 175;

	private final RaceOptions options;

	private final LapSettings settings;

	private Race(RaceOptions options, LapSettings settings) {
		this.options = options;
		this.settings = settings;
	}

	/**
	 * Runs the race.
	 * @param args see {@code --help}
	 * @throws Exception if the results cannot be written, or a lap cannot be started
	 */
	public static void main(String[] args) throws Exception {
		if (List.of(args).contains("--help")) {
			System.out.print(RaceOptions.USAGE);
			return;
		}
		RaceOptions options;
		try {
			options = RaceOptions.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.print(RaceOptions.USAGE);
			System.exit(2);
			return;
		}
		options.unknownContenders().forEach((name) -> System.err.println("not in this build: " + name));
		long tokens = (options.workTokens() > 0) ? options.workTokens() : Work.calibrate(SHORT_HOLD_NANOS);
		new Race(options, options.lapSettings(tokens)).run();
	}

	private void run() throws IOException, InterruptedException {
		Files.createDirectories(logs());
		Machine machine = new Machine(this.options, this.settings);
		machine.writeTo(this.options.out());
		System.out.println(machine);
		for (Scenario scenario : this.options.scenarios()) {
			run(scenario);
		}
	}

	private void run(Scenario scenario) throws IOException, InterruptedException {
		ResultFile results = new ResultFile(this.options.out(), scenario);
		List<String> entrants = new ArrayList<>(this.options.entrants(scenario));
		for (int fork = 1; fork <= this.options.forks(scenario); fork++) {
			for (String contender : entrants) {
				long start = System.nanoTime();
				Path log = logs().resolve(scenario.letter() + "-" + contender.replace(' ', '-') + "-" + fork + ".log");
				LapResult result = LapProcess.run(scenario, contender, this.settings, log);
				results.add(contender, fork, result);
				print(scenario, contender, fork, result, System.nanoTime() - start);
			}
			// Nobody always runs behind the same neighbour.
			Collections.reverse(entrants);
		}
	}

	private Path logs() {
		return this.options.out().resolve("log");
	}

	private static void print(Scenario scenario, String contender, int fork, LapResult result, long nanos) {
		System.out.printf(Locale.ROOT, "%s %-24s fork %d, %4.1f s: %s%n", scenario.letter(), contender, fork,
				nanos / 1e9, result.outcome());
		for (Row row : result.rows()) {
			System.out.println("    " + row.name() + " " + row.metrics());
		}
	}

}
