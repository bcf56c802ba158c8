package io.connpool.benchmarks.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When a pool tried to open a connection although the last attempt had failed, to see how
 * often it bothers a backend that is down. Attempts that were under way when the first
 * one failed do not count: they were begun in good faith.
 */
final class Attempts {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/** Of attempts that failed too; one that succeeds ends it. */
	private final List<Long> begun = new ArrayList<>();

	private boolean failing;

	private long failingSince;

	/**
	 * An attempt has failed.
	 * @param now when
	 * @param nanos how long it took
	 */
	synchronized void failed(long now, long nanos) {
		long beganAt = now - nanos;
		if (!this.failing) {
			this.failing = true;
			this.failingSince = now;
		}
		else if (beganAt - this.failingSince > 0) {
			this.begun.add(beganAt);
		}
	}

	synchronized void succeeded() {
		this.failing = false;
	}

	/** How many began within one second, at most. */
	synchronized int mostInASecond() {
		List<Long> sorted = new ArrayList<>(this.begun);
		sorted.sort(Comparator.comparingLong((instant) -> instant - this.failingSince));
		int most = 0;
		int first = 0;
		for (int last = 0; last < sorted.size(); last++) {
			while (sorted.get(last) - sorted.get(first) >= SECOND) {
				first++;
			}
			most = Math.max(most, last - first + 1);
		}
		return most;
	}

}
