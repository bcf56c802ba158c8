package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@code opening.*}.
 */
final class OpeningProperties {

	/**
	 * Connections opened at the same time, unless there is a line that lasts; 1 to 1000,
	 * by default 4, or max-size if that is less.
	 */
	private @Nullable Integer parallelism;

	public @Nullable Integer getParallelism() {
		return this.parallelism;
	}

	public void setParallelism(@Nullable Integer parallelism) {
		this.parallelism = parallelism;
	}

}
