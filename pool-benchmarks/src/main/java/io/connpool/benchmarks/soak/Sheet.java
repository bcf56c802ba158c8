package io.connpool.benchmarks.soak;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

import io.connpool.PoolStats;
import io.connpool.benchmarks.report.Processor;
import io.connpool.benchmarks.report.Table;
import org.HdrHistogram.Histogram;

/** The page of figures that a soak ends with, in Markdown. */
final class Sheet {

	private static final int MOST_FINDINGS = 10;

	private final Evidence evidence;

	private final List<Figure> figures;

	Sheet(Evidence evidence) {
		this.evidence = evidence;
		this.figures = Figure.of(evidence);
	}

	/** Those that are not as they must be. */
	List<Figure> broken() {
		return this.figures.stream().filter((figure) -> figure.verdict() == Figure.Verdict.BROKEN).toList();
	}

	String toMarkdown() throws IOException {
		StringBuilder text = new StringBuilder();
		text.append(run()).append('\n').append(figures()).append('\n').append(findings());
		text.append(pools()).append('\n').append(faults()).append('\n').append(vitals());
		return text.toString();
	}

	private String run() throws IOException {
		SoakOptions options = this.evidence.options();
		Table table = new Table("", "");
		table.row("seed", Long.toString(options.seed()));
		table.row("command", "`" + options.command() + "`");
		table.row("commit", options.commit());
		table.row("date", LocalDate.now().toString());
		table.row("cpu", Processor.name() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
		table.row("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		table.row("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
		return words(table);
	}

	private String figures() {
		Table table = new Table("figure", "measured", "wanted", "");
		for (Figure figure : this.figures) {
			table.row(figure.name(), figure.value(), figure.wanted(), mark(figure));
		}
		return table.toMarkdown();
	}

	private static String mark(Figure figure) {
		return switch (figure.verdict()) {
			case KEPT -> figure.wanted().isEmpty() ? "" : "yes";
			case MISSED -> "missed";
			case BROKEN -> "**no**";
		};
	}

	private String findings() {
		List<String> texts = this.evidence.findings().texts();
		if (texts.isEmpty()) {
			return "";
		}
		StringBuilder text = new StringBuilder("What should not have happened, the first of ")
			.append(this.evidence.findings().count())
			.append(":\n\n");
		texts.stream().limit(MOST_FINDINGS).forEach((each) -> text.append("- `").append(each).append("`\n"));
		return text.append('\n').toString();
	}

	private String pools() {
		Table table = new Table("pool", "set up with", "max-size", "server saw", "exchanges", "succeeded", "excused",
				"opened", "closed because", "acquire p50 / p99 / p99.9 / longest, ms");
		for (Exam exam : this.evidence.exams()) {
			Station station = exam.station();
			Ledger ledger = station.ledger();
			table.row(station.name(), station.about(), Integer.toString(station.maxSize()),
					exam.peak() + ((exam.mostQuarantined() > 0) ? " (" + exam.mostQuarantined() + " quarantined)" : ""),
					Figure.number(ledger.attempted()), Figure.number(ledger.ok()),
					Figure.number(ledger.excused() + ledger.interrupted()), Figure.number(exam.stats().opened()),
					reasons(exam.stats()), percentiles(ledger.acquires()));
		}
		return words(table);
	}

	private static String reasons(PoolStats stats) {
		StringBuilder text = new StringBuilder();
		new TreeMap<>(stats.closed()).forEach((reason, count) -> {
			text.append(text.isEmpty() ? "" : ", ");
			text.append(reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
			text.append(' ').append(count);
		});
		return text.toString();
	}

	private static String percentiles(Histogram micros) {
		return Figure.decimal(micros.getValueAtPercentile(50) / 1e3) + " / "
				+ Figure.decimal(micros.getValueAtPercentile(99) / 1e3) + " / "
				+ Figure.decimal(micros.getValueAtPercentile(99.9) / 1e3) + " / "
				+ Figure.decimal(micros.getMaxValue() / 1e3);
	}

	private String faults() {
		Table table = new Table("fault", "times", "seconds", "calls failed", "served again after, median, ms",
				"longest, ms", "last call that failed began, ms after its end", "never");
		for (Healing.Line line : this.evidence.healing().lines()) {
			table.row(line.kind().toString(), Long.toString(line.times()), Long.toString(line.seconds()),
					Figure.number(line.failures()), Figure.decimal(line.medianMillis()),
					Figure.decimal(line.worstMillis()), Figure.decimal(line.lastFailureMillis()),
					Long.toString(line.unhealed()));
		}
		return table.toMarkdown();
	}

	private String vitals() {
		Table table = new Table("minute", "threads", "file descriptors", "heap after a collection, MiB",
				"load of the machine");
		for (Vitals vitals : this.evidence.vitals()) {
			table.row(Figure.decimal(vitals.minute()), Integer.toString(vitals.threads()),
					Long.toString(vitals.files()), Figure.decimal(vitals.heapMebibytes()),
					Figure.decimal(vitals.load()));
		}
		return table.toMarkdown();
	}

	/** This table is words. */
	private static String words(Table table) {
		return table.toMarkdown().replace("|--:", "|---");
	}

}
