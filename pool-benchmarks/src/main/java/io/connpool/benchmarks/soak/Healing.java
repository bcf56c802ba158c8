package io.connpool.benchmarks.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How often there was which fault, and how long it took until a target served again. */
final class Healing {

	private final Map<Kind, Account> records = new EnumMap<>(Kind.class);

	synchronized void begun(Kind kind, long nanos) {
		Account account = of(kind);
		account.times++;
		account.nanos += nanos;
	}

	synchronized void healed(Kind kind, long nanos) {
		of(kind).heals.add(nanos);
	}

	synchronized void unhealed(Kind kind) {
		of(kind).unhealed++;
	}

	/** A call failed; {@code after} is how long after the end of the fault it began. */
	synchronized void failed(Kind kind, long after) {
		Account account = of(kind);
		account.failures++;
		account.lastFailure = Math.max(account.lastFailure, after);
	}

	synchronized long faults() {
		return this.records.values().stream().mapToLong((account) -> account.times).sum();
	}

	synchronized long kinds() {
		return this.records.values().stream().filter((account) -> account.times > 0).count();
	}

	synchronized long unhealed() {
		return this.records.values().stream().mapToLong((account) -> account.unhealed).sum();
	}

	/** The longest time until a target served again, in milliseconds. */
	synchronized double worstMillis() {
		return this.records.values().stream().mapToDouble((account) -> account.percentile(1)).max().orElse(0);
	}

	/** What the sheet tells of each kind that occurred. */
	synchronized List<Line> lines() {
		List<Line> lines = new ArrayList<>();
		this.records.forEach((kind, account) -> {
			if (account.times > 0) {
				lines.add(new Line(kind, account.times, TimeUnit.NANOSECONDS.toSeconds(account.nanos), account.failures,
						account.percentile(0.5), account.percentile(1), millis(account.lastFailure), account.unhealed));
			}
		});
		return lines;
	}

	private Account of(Kind kind) {
		return this.records.computeIfAbsent(kind, (key) -> new Account());
	}

	private static double millis(long nanos) {
		return nanos / 1e6;
	}

	/**
	 * One kind of fault.
	 *
	 * @param kind what
	 * @param times how often
	 * @param seconds how long in sum
	 * @param failures calls that failed because of it
	 * @param medianMillis until the first call succeeded that began after its end
	 * @param worstMillis the longest of these
	 * @param lastFailureMillis how long after its end the last call began that failed
	 * @param unhealed how often no call succeeded before the next fault
	 */
	record Line(Kind kind, long times, long seconds, long failures, double medianMillis, double worstMillis,
			double lastFailureMillis, long unhealed) {

	}

	private static final class Account {

		private final List<Long> heals = new ArrayList<>();

		private long times;

		private long nanos;

		private long failures;

		private long lastFailure;

		private long unhealed;

		double percentile(double share) {
			if (this.heals.isEmpty()) {
				return 0;
			}
			Collections.sort(this.heals);
			return millis(this.heals.get((int) Math.round(share * (this.heals.size() - 1))));
		}

	}

}
