package io.connpool;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What closing a pool found.
 *
 * @param poolName the name of the pool
 * @param duration how long it took
 * @param drained the number of leases that came back while the pool waited for them
 * @param aborted the leases that did not come back in time; their connections were
 * aborted
 * @param quarantined what still runs: calls into the factory that had not returned, whose
 * threads live until they do; and connections whose callers had not taken them, which are
 * closed when those threads get to run
 */
public record CloseReport(String poolName, Duration duration, int drained, List<LeaseInfo> aborted,
		List<String> quarantined) {

	/** As many are named in the summary; the others are counted. */
	private static final int NAMED = 10;

	/**
	 * Copies the lists.
	 */
	public CloseReport {
		aborted = List.copyOf(aborted);
		quarantined = List.copyOf(quarantined);
	}

	/**
	 * Returns whether everything came back by itself.
	 * @return true if nothing was aborted and nothing is left
	 */
	public boolean isClean() {
		return this.aborted.isEmpty() && this.quarantined.isEmpty();
	}

	/**
	 * Tells what was found, in words; names the first ten that were aborted, and the
	 * first ten that still run, and counts the others.
	 * @return for example {@code closed after 12 ms: 3 leases drained, 0 aborted}
	 */
	public String summary() {
		StringBuilder text = new StringBuilder("closed after ").append(this.duration.toMillis())
			.append(" ms: ")
			.append(this.drained)
			.append(" leases drained, ")
			.append(this.aborted.size())
			.append(" aborted");
		if (!this.aborted.isEmpty()) {
			text.append("; ").append(named(this.aborted, "; "));
		}
		if (!this.quarantined.isEmpty()) {
			text.append("; still running: ").append(named(this.quarantined, ", "));
		}
		return text.toString();
	}

	private static String named(List<?> all, String separator) {
		String first = all.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(separator));
		int others = all.size() - NAMED;
		return (others > 0) ? first + separator + "and " + others + " more" : first;
	}

	@Override
	public String toString() {
		return this.poolName + " – " + summary();
	}

}
