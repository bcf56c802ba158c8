package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@code opening.*}.
 */
final class OpeningProperties {

	/**
	 * Connections opened at the same time; 1 to 1000.
	 */
	private @Nullable Integer parallelism;

	public @Nullable Integer getParallelism() {
		return this.parallelism;
	}

	public void setParallelism(@Nullable Integer parallelism) {
		this.parallelism = parallelism;
	}

}
