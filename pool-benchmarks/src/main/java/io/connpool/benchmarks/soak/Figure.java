package io.connpool.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.HdrHistogram.Histogram;

/**
 * One figure of the sheet.
 *
 * @param name what it counts
 * @param value how many
 * @param wanted what it must be or should be; empty if it only tells
 * @param verdict whether it is
 */
record Figure(String name, String value, String wanted, Verdict verdict) {

	static final String MACHINE_HAD_NO_TIME = "… failed because the machine itself had no time";

	static final String LATE = "… … begun more than a second after its end";

	/** What is made of a figure. */
	enum Verdict {

		/** As it must be, or should be, or nothing is asked of it. */
		KEPT,

		/** Not as it should be. */
		MISSED,

		/** Not as it must be: the soak has failed. */
		BROKEN

	}

	static Figure told(String name, Object value) {
		return new Figure(name, String.valueOf(value), "", Verdict.KEPT);
	}

	/** Something that must not happen. */
	static Figure never(String name, long count) {
		return new Figure(name, number(count), "0", (count == 0) ? Verdict.KEPT : Verdict.BROKEN);
	}

	/** Something that should not be more, and must not be if that is nothing at all. */
	static Figure atMost(String name, double value, double most, String unit) {
		return new Figure(name, decimal(value) + unit, "≤ " + decimal(most) + unit,
				(value <= most) ? Verdict.KEPT : (most > 0) ? Verdict.MISSED : Verdict.BROKEN);
	}

	static String number(long count) {
		return String.format(Locale.ROOT, "%,d", count);
	}

	static String decimal(double value) {
		return String.format(Locale.ROOT, (value == Math.rint(value)) ? "%,.0f" : "%,.1f", value);
	}

	/** All of them, in the order of the sheet. */
	static List<Figure> of(Evidence evidence) {
		List<Figure> figures = new ArrayList<>();
		counts(evidence, figures);
		safety(evidence, figures);
		times(evidence, figures);
		noise(evidence, figures);
		growth(evidence, figures);
		return figures;
	}

	private static void counts(Evidence evidence, List<Figure> figures) {
		figures.add(told("duration", evidence.length().toSeconds() + " s"));
		figures.add(told("borrowers", number(evidence.borrowers())));
		figures.add(told("exchanges attempted", number(evidence.sum(Ledger::attempted))));
		figures.add(told("… succeeded", number(evidence.sum(Ledger::ok))));
		figures.add(told("… failed because of a fault", number(evidence.sum(Ledger::excused))));
		figures.add(told("… … because too many were waiting", number(evidence.sum(Ledger::overloaded))));
		figures
			.add(told("… … with a reply that the fault had damaged or made up", number(evidence.sum(Ledger::forged))));
		figures.add(never(LATE, evidence.sum(Ledger::late)));
		figures.add(told("… failed because the borrower was interrupted", number(evidence.sum(Ledger::interrupted))));
		figures.add(never(MACHINE_HAD_NO_TIME, evidence.sum(Ledger::starved)));
		figures.add(never("… failed for no reason", evidence.sum(Ledger::unexpected)));
		figures.add(told("faults, of how many kinds",
				number(evidence.healing().faults()) + ", " + evidence.healing().kinds()));
	}

	private static void safety(Evidence evidence, List<Figure> figures) {
		figures.add(never("replies of somebody else", evidence.sum(Ledger::foreign)));
		figures.add(never("connections lent to two at a time", evidence.sum(Ledger::lentTwice)));
		figures.add(never("leases that did not come back",
				evidence.sumOfExams(Exam::leaked) + evidence.sum(Ledger::leakReports)));
		figures.add(never("places that nobody can get any more", evidence.sumOfExams(Exam::lostPlaces)));
		figures.add(told("connections opened", number(evidence.sumOfExams((exam) -> exam.stats().opened()))));
		figures.add(told("connections closed before the end",
				number(evidence.sumOfExams((exam) -> exam.stats().closedTotal()))));
		figures.add(never("connections opened, but neither closed nor there",
				evidence.sumOfExams((exam) -> Math.abs(exam.ledgerGap()))));
		figures.add(never("connections that the server sees and the pool does not have, or the other way round",
				evidence.sumOfExams((exam) -> Math.abs(exam.serverGap()))));
		figures.add(never("connections beyond `max-size`, as the server saw them", evidence.sumOfExams(Exam::beyond)));
		figures.add(told("calls quarantined at the same time, at most",
				evidence.exams().stream().mapToInt(Exam::mostQuarantined).max().orElse(0)));
		figures.add(never("wake-ups lost", evidence.lostWakeUps()));
		figures.add(never("borrowers that did not come back", evidence.hung()));
		figures.add(never("faults after which a pool did not serve again", evidence.healing().unhealed()));
		figures.add(never("connections left open by closed pools", evidence.sumOfExams(Exam::leftOpen)));
		figures.add(never("threads left by closed pools", evidence.threadsLeft()));
		figures.add(never("faults that could not be brought about", evidence.blunders()));
	}

	private static void times(Evidence evidence, List<Figure> figures) {
		Histogram acquires = evidence.acquires();
		figures.add(told("acquire p50, p99, p99.9, longest, faults included",
				decimal(acquires.getValueAtPercentile(50) / 1e3) + ", "
						+ decimal(acquires.getValueAtPercentile(99) / 1e3) + ", "
						+ decimal(acquires.getValueAtPercentile(99.9) / 1e3) + ", "
						+ decimal(acquires.getMaxValue() / 1e3) + " ms"));
		Histogram overruns = evidence.overruns();
		figures.add(told("acquires that took their whole timeout", number(overruns.getTotalCount())));
		figures.add(atMost("… later than that, p99.9", overruns.getValueAtPercentile(99.9) / 1e3, 50, " ms"));
		figures.add(atMost("… later than that, worst", overruns.getMaxValue() / 1e3, 250, " ms"));
		figures.add(told("longest pause of the machine itself", evidence.pauseMillis() + " ms"));
		figures.add(atMost("longest time until a pool served again", evidence.healing().worstMillis(), 1000, " ms"));
	}

	private static void noise(Evidence evidence, List<Figure> figures) {
		figures.add(atMost("attempts to connect within a second while a pool's last one had failed, at most",
				evidence.stations()
					.stream()
					.mapToInt((each) -> each.ledger().attempts().mostInASecond())
					.max()
					.orElse(0),
				10, ""));
		evidence.log().ifPresent((log) -> {
			figures.add(told("lines that the pools logged", number(log.lines())));
			figures.add(never("… errors, by which a pool says that it has a bug", log.errorCount()));
			figures.add(new Figure("… of one pool and reason within a minute, at most",
					log.mostInAMinute() + ((log.mostInAMinute() > 1) ? " (" + log.mostOf() + ")" : ""), "≤ 1",
					(log.mostInAMinute() <= 1) ? Verdict.KEPT : Verdict.MISSED));
		});
		figures.add(told("times that a virtual thread slept on its carrier, the soak's own and the driver's included",
				(evidence.pinned() >= 0) ? number(evidence.pinned()) : "there are no virtual threads"));
	}

	private static void growth(Evidence evidence, List<Figure> figures) {
		List<Vitals> vitals = evidence.vitals();
		Vitals first = vitals.get(0);
		Vitals last = vitals.get(vitals.size() - 1);
		figures.add(told("threads at the start, at the end, growth an hour", first.threads() + ", " + last.threads()
				+ ", " + decimal(Vitals.slopePerHour(vitals, Vitals::threads))));
		figures.add(told("file descriptors at the start, at the end, growth an hour",
				first.files() + ", " + last.files() + ", " + decimal(Vitals.slopePerHour(vitals, Vitals::files))));
		figures.add(told("heap after a collection at the start, at the end, growth an hour",
				decimal(first.heapMebibytes()) + ", " + decimal(last.heapMebibytes()) + ", "
						+ decimal(Vitals.slopePerHour(vitals, Vitals::heapMebibytes)) + " MiB"));
		figures.add(told("processor time", decimal(100 * evidence.cpuShare()) + " % of one core"));
	}

}
