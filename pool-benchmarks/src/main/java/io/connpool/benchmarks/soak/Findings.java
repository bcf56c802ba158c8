package io.connpool.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What should not have happened, in words: the first of them, and how many there were.
 */
final class Findings {

	/** More would tell nothing new. */
	private static final int MOST = 100;

	private final long startedAt = System.nanoTime();

	private final List<String> texts = new ArrayList<>();

	private final Consumer<String> told;

	private long count;

	/**
	 * Starts with none.
	 * @param told is told of each that is kept
	 */
	Findings(Consumer<String> told) {
		this.told = told;
	}

	synchronized void add(String text) {
		this.count++;
		if (this.texts.size() < MOST) {
			String line = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.startedAt) + " ms: "
					+ text.replaceAll("\\s+", " ");
			this.texts.add(line);
			this.told.accept("FOUND " + line);
		}
	}

	synchronized long count() {
		return this.count;
	}

	synchronized List<String> texts() {
		return List.copyOf(this.texts);
	}

}
