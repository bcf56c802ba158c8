package io.connpool.benchmarks.race;

/**
 * How long a lap takes and how much work a short hold is.
 *
 * @param seconds the measured time of one case
 * @param warmUpSeconds the time before, whose measurements are thrown away
 * @param workTokens what {@link Work#burn} is given where a connection is held for a
 * moment; calibrated once for all laps
 */
record LapSettings(double seconds, double warmUpSeconds, long workTokens) {

	long nanos() {
		return nanos(this.seconds);
	}

	long warmUpNanos() {
		return nanos(this.warmUpSeconds);
	}

	/**
	 * Returns how much of its full length a stretch gets that is not measured in seconds
	 * of its own choosing: all of it, but in a smoke run.
	 */
	double shareOfFullLength() {
		return Math.min(1, 2 * this.seconds);
	}

	private static long nanos(double seconds) {
		return Math.round(seconds * 1e9);
	}

}
