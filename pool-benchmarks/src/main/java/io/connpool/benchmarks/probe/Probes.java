package io.connpool.benchmarks.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.connpool.benchmarks.race.Jvm;

/**
 * Puts every pool through every probe, each in a JVM of its own, which is ended where it
 * does not end by itself, and writes the table.
 */
public final class Probes {

	/** Five times what the longest probe needs that ends with a pool bricked. */
	private static final int LIMIT_SECONDS = 180;

	private static final int TRIES = 4;

	/** Enough for all; and started quickly, because there are many. */
	private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-Dfile.encoding=UTF-8");

	private final ProbeOptions options;

	private Probes(ProbeOptions options) {
		this.options = options;
	}

	/**
	 * Runs the probes.
	 * @param args see {@code --help}
	 * @throws Exception if a JVM cannot be started, or something cannot be written
	 */
	public static void main(String[] args) throws Exception {
		if (List.of(args).contains("--help")) {
			System.out.print(ProbeOptions.USAGE);
			return;
		}
		ProbeOptions options;
		try {
			options = ProbeOptions.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.print(ProbeOptions.USAGE);
			System.exit(2);
			return;
		}
		new Probes(options).run();
		ProbePage.write(options);
	}

	private void run() throws Exception {
		Files.createDirectories(this.options.out().resolve("log"));
		List<Probe> probes = this.options.probes();
		run(probes.stream().filter((probe) -> !probe.wantsQuiet()).toList(), this.options.jobs());
		run(probes.stream().filter(Probe::wantsQuiet).toList(), 1);
	}

	private void run(List<Probe> probes, int jobs) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(jobs);
		try {
			List<Future<?>> runs = new ArrayList<>();
			for (Probe probe : probes) {
				for (Candidate candidate : this.options.candidates()) {
					if (candidate.has(probe)) {
						runs.add(executor.submit(() -> run(probe, candidate)));
					}
				}
			}
			for (Future<?> run : runs) {
				run.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Void run(Probe probe, Candidate candidate) throws IOException, InterruptedException {
		Result result = examine(probe, candidate);
		for (int tries = 1; result.isDisturbed() && tries < TRIES; tries++) {
			result = examine(probe, candidate);
		}
		System.out.printf("%-4s %-9s %-17s %s%n", probe.id(), candidate.name(), result.verdict(Pace.STANDARD),
				result.reasons(Pace.STANDARD));
		return null;
	}

	private Result examine(Probe probe, Candidate candidate) throws IOException, InterruptedException {
		Path file = Result.file(this.options.out(), probe, candidate);
		Path log = this.options.out().resolve("log").resolve(file.getFileName());
		Process process = Jvm.command(JVM, Examination.class, List.of(probe.name(), candidate.name()))
			.redirectOutput(file.toFile())
			.redirectError(log.toFile())
			.start();
		boolean ended;
		try {
			ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		if (!ended) {
			Files.writeString(file, Examination.FAILED + "did not end within " + LIMIT_SECONDS + " s\n",
					StandardCharsets.UTF_8, StandardOpenOption.APPEND);
		}
		return Result.read(this.options.out(), probe, candidate);
	}

}
