package io.connpool.benchmarks.soak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What pools log: how many lines, how many errors, and how often the same reason comes
 * from the same pool. A line does not tell its reason, so lines of one pool are taken for
 * the same if they begin with the same words.
 */
final class LogBook {

	/**
	 * What counts as a minute: a pool looks at its clock before it writes, and a busy
	 * machine may take its time between the two.
	 */
	static final long MINUTE_NANOS = TimeUnit.SECONDS.toNanos(55);

	/** Not limited, because each is one call of the soak's own. */
	private static final Set<String> STEPS = Set.of("suspended", "resumed", "closed after");

	/** Where the words end that are always the same. */
	private static final Pattern DETAILS = Pattern.compile("(?s)([,;:]| \\(| #| \\d| after use).*");

	private static final int MOST_KEPT = 10;

	private final Map<String, Deque<Long>> times = new HashMap<>();

	private final List<String> errors = new ArrayList<>();

	private long lines;

	private long errorCount;

	private int most;

	private String mostOf = "";

	/** Forgets everything. */
	synchronized void clear() {
		this.times.clear();
		this.errors.clear();
		this.lines = 0;
		this.errorCount = 0;
		this.most = 0;
		this.mostOf = "";
	}

	/**
	 * Takes a line down.
	 * @param now when it was logged
	 * @param error whether it was logged as an error
	 * @param line the pool's name, a dash, and the message
	 */
	synchronized void add(long now, boolean error, String line) {
		this.lines++;
		if (error) {
			this.errorCount++;
			if (this.errors.size() < MOST_KEPT) {
				this.errors.add(line);
			}
		}
		String reason = DETAILS.matcher(line).replaceFirst("");
		if (STEPS.contains(reason.substring(reason.lastIndexOf('–') + 1).trim())) {
			return;
		}
		Deque<Long> lately = this.times.computeIfAbsent(reason, (key) -> new ArrayDeque<>());
		while (!lately.isEmpty() && now - lately.peek() >= MINUTE_NANOS) {
			lately.remove();
		}
		lately.add(now);
		if (lately.size() > this.most) {
			this.most = lately.size();
			this.mostOf = reason;
		}
	}

	synchronized long lines() {
		return this.lines;
	}

	/** Lines by which a pool says that it has a bug. */
	synchronized long errorCount() {
		return this.errorCount;
	}

	/** The first of them. */
	synchronized List<String> errors() {
		return List.copyOf(this.errors);
	}

	/** Lines of one pool and reason within a minute, at most. */
	synchronized int mostInAMinute() {
		return this.most;
	}

	/** Of which pool and reason. */
	synchronized String mostOf() {
		return this.mostOf;
	}

}
