package io.connpool.benchmarks.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What should not have happened, in words: the first of them, and how many there were.
 */
final class Findings {

	/** Of one sort; more would tell nothing new, and bury the others. */
	private static final int MOST = 20;

	private final long startedAt = System.nanoTime();

	private final List<String> texts = new ArrayList<>();

	private final Map<String, Integer> counts = new HashMap<>();

	private final Consumer<String> told;

	/**
	 * Starts with none.
	 * @param told is told of each that is kept
	 */
	Findings(Consumer<String> told) {
		this.told = told;
	}

	/**
	 * Adds one.
	 * @param sort what should not have happened
	 * @param text where, and how
	 */
	synchronized void add(String sort, String text) {
		if (this.counts.merge(sort, 1, Integer::sum) <= MOST) {
			String line = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.startedAt) + " ms: " + sort + ": "
					+ text.replaceAll("\\s+", " ");
			this.texts.add(line);
			this.told.accept("FOUND " + line);
		}
	}

	synchronized long count() {
		return this.counts.values().stream().mapToLong(Integer::longValue).sum();
	}

	synchronized List<String> texts() {
		return List.copyOf(this.texts);
	}

}
