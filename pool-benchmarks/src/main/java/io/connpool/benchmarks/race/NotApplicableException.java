package io.connpool.benchmarks.race;

/** Says why a contender cannot take part. */
final class NotApplicableException extends Exception {

	NotApplicableException(String reason) {
		super(reason);
	}

}
