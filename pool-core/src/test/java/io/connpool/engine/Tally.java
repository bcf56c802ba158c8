package io.connpool.engine;

/**
 * What a simulated pool must have counted.
 */
final class Tally {

	int acquired;

	int opened;

	int timedOut;

	int rejected;

	int staleCalls;

	/**
	 * Callers that left when it had been their turn, or their time was up, already: the
	 * model does not see what the pool does for them.
	 */
	int unseen;

}
