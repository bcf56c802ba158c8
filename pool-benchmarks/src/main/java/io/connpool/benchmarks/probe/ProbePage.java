package io.connpool.benchmarks.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.connpool.benchmarks.report.Document;
import io.connpool.benchmarks.report.Processor;
import io.connpool.benchmarks.report.Table;

/**
 * The generated parts of the page about reliability.
 */
final class ProbePage {

	private static final String NOT_APPLICABLE = "n/a";

	private static final Pace PACE = Pace.STANDARD;

	private final Path results;

	private ProbePage(Path results) {
		this.results = results;
	}

	static void write(ProbeOptions options) throws IOException {
		Document page = new Document(options.page(), "probes");
		ProbePage parts = new ProbePage(options.out());
		page.put("machine", machine(options));
		page.put("verdicts", parts.verdicts());
		page.put("measured", parts.measured());
		page.put("criteria", criteria());
		page.put("pools", pools());
		page.save();
		System.out.println("wrote " + options.page());
	}

	private static String machine(ProbeOptions options) throws IOException {
		Table table = new Table("", "");
		table.row("cpu", Processor.name() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
		table.row("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		table.row("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
		table.row("date", LocalDate.now().toString());
		table.row("commit", options.commit());
		return left(table);
	}

	/** All verdicts at a glance, and how many of each. */
	private String verdicts() throws IOException {
		List<Candidate> candidates = Candidates.list();
		List<String> headings = new ArrayList<>(List.of("", "fault"));
		candidates.forEach((candidate) -> headings.add(candidate.name()));
		Table table = new Table(headings);
		for (Probe probe : Probe.values()) {
			List<String> row = new ArrayList<>(List.of(probe.id(), probe.title()));
			for (Candidate candidate : candidates) {
				row.add(emphasized(verdict(probe, candidate)));
			}
			table.row(row);
		}
		for (Verdict verdict : Verdict.values()) {
			List<String> row = new ArrayList<>(List.of("", "*" + verdict + "*"));
			for (Candidate candidate : candidates) {
				row.add(Long.toString(count(candidate, verdict)));
			}
			table.row(row);
		}
		return left(table);
	}

	private long count(Candidate candidate, Verdict verdict) throws IOException {
		long count = 0;
		for (Probe probe : Probe.values()) {
			if (verdict(probe, candidate).equals(verdict.toString())) {
				count++;
			}
		}
		return count;
	}

	private String verdict(Probe probe, Candidate candidate) throws IOException {
		return candidate.has(probe) ? Result.read(this.results, probe, candidate).verdict(PACE) : NOT_APPLICABLE;
	}

	private static String emphasized(String verdict) {
		if (verdict.equals(Verdict.BRICKS.toString())) {
			return "**" + verdict + "**";
		}
		return verdict.equals(Verdict.BREAKS.toString()) ? "*breaks*" : verdict;
	}

	/** What the verdicts follow from, probe by probe. */
	private String measured() throws IOException {
		StringBuilder text = new StringBuilder();
		for (Probe probe : Probe.values()) {
			text.append("**").append(probe.id()).append("**: ").append(probe.title()).append("\n\n");
			Table table = new Table("pool", "verdict", "measured");
			for (Candidate candidate : Candidates.list()) {
				if (candidate.has(probe)) {
					Result result = Result.read(this.results, probe, candidate);
					table.row(candidate.name(), result.verdict(PACE), result.reasons(PACE));
				}
				else {
					table.row(candidate.name(), NOT_APPLICABLE, candidate.lacks(probe));
				}
			}
			text.append(left(table)).append('\n');
		}
		return text.toString();
	}

	private static String criteria() {
		Table table = new Table("measured", "a pool survives with");
		Arrays.stream(Fact.values()).forEach((fact) -> table.row(fact.meaning(), fact.criterion(PACE)));
		return left(table);
	}

	private static String pools() {
		Table table = new Table("name", "pool", "set up with", "hook on acquire", "hook on release",
				"limit of a validation");
		Candidates.list()
			.forEach((each) -> table.row(each.name(), each.version(), each.settings(), each.acquireHook(),
					each.releaseHook(), each.validationLimit()));
		return left(table);
	}

	/** These tables are words. */
	private static String left(Table table) {
		return table.toMarkdown().replace("|--:", "|---");
	}

}
