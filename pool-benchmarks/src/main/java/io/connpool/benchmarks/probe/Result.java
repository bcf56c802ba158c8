package io.connpool.benchmarks.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of one probe of one pool. The verdict is not kept: it follows from the facts.
 *
 * @param facts what was measured; empty if nothing was
 * @param failure why nothing was; empty if something was
 */
record Result(Facts facts, String failure) {

	static Result parse(List<String> lines) {
		String failure = lines.stream()
			.filter((line) -> line.startsWith(Examination.FAILED))
			.map((line) -> line.substring(Examination.FAILED.length()))
			.findFirst()
			.orElse("");
		Facts facts = Facts.parse(lines);
		if (failure.isEmpty() && facts.isEmpty()) {
			failure = "the JVM ended without a word";
		}
		return new Result(failure.isEmpty() ? facts : new Facts(), failure);
	}

	static Path file(Path directory, Probe probe, Candidate candidate) {
		return directory.resolve(probe.id() + "-" + candidate.name() + ".txt");
	}

	/** Reads what is there of a probe of a pool, from this run or an earlier one. */
	static Result read(Path directory, Probe probe, Candidate candidate) throws IOException {
		Path file = file(directory, probe, candidate);
		return Files.exists(file) ? parse(Files.readAllLines(file, StandardCharsets.UTF_8))
				: new Result(new Facts(), "not run");
	}

	/** Whether it is not the pool's fault that there is none. */
	boolean isDisturbed() {
		return this.failure.startsWith(Examination.STOOD_STILL)
				|| this.facts.notes().stream().anyMatch((note) -> note.startsWith(Examination.STOOD_STILL));
	}

	/** Returns the verdict in words, or a dash if nothing was measured. */
	String verdict(Pace pace) {
		return this.failure.isEmpty() ? this.facts.verdict(pace).toString() : "–";
	}

	String reasons(Pace pace) {
		return this.failure.isEmpty() ? this.facts.reasons(pace) : "no result: " + this.failure;
	}

}
