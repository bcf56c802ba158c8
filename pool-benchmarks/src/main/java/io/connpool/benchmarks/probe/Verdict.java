package io.connpool.benchmarks.probe;

/**
 * How a pool comes out of a probe, from best to worst.
 */
enum Verdict {

	SURVIVES("survives"), LATE("survives late"), BREAKS("breaks its promise"), BRICKS("bricks");

	private final String words;

	Verdict(String words) {
		this.words = words;
	}

	Verdict orWorse(Verdict other) {
		return (compareTo(other) >= 0) ? this : other;
	}

	@Override
	public String toString() {
		return this.words;
	}

}
