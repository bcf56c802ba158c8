package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

import org.HdrHistogram.Histogram;

/**
 * All that a soak has brought to light.
 *
 * @param options what was asked for
 * @param length how long it took
 * @param stations the pools, and the books about them
 * @param exams what each had to answer for at the end
 * @param healing faults, and how long it took until calls succeeded again
 * @param findings what should not have happened, in words
 * @param vitals what the process held, from minute to minute
 * @param borrowers how many there were
 * @param hung borrowers that did not come back
 * @param lostWakeUps how often callers waited beside what they waited for
 * @param blunders faults that could not be brought about
 * @param threadsLeft threads of the pools that live after them
 * @param pauseMillis the longest pause of the machine
 * @param cpuShare of one processor
 * @param pinned how often a virtual thread slept on its carrier; -1 if there are none
 * @param log what the pools logged; empty if that could not be counted
 */
record Evidence(SoakOptions options, Duration length, List<Station> stations, List<Exam> exams, Healing healing,
		Findings findings, List<Vitals> vitals, int borrowers, long hung, long lostWakeUps, long blunders,
		int threadsLeft, long pauseMillis, double cpuShare, long pinned, Optional<LogBook> log) {

	long sum(ToLongFunction<Ledger> what) {
		return this.stations.stream().map(Station::ledger).mapToLong(what).sum();
	}

	long sumOfExams(ToLongFunction<Exam> what) {
		return this.exams.stream().mapToLong(what).sum();
	}

	Histogram acquires() {
		Histogram sum = new Histogram(3);
		this.stations.forEach((station) -> sum.add(station.ledger().acquires()));
		return sum;
	}

	Histogram overruns() {
		Histogram sum = new Histogram(3);
		this.stations.forEach((station) -> sum.add(station.ledger().overruns()));
		return sum;
	}

}
