package io.connpool.net;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * Tells a use that was given up from one that failed: whoever gives up does not wait for
 * what it has started, and that may come to the connection later.
 */
final class GivenUp {

	/** Nobody wraps deeper than that, and causes may go round in a circle. */
	private static final int MOST_EXAMINED = 32;

	private GivenUp() {
	}

	/**
	 * Whether a use ended by interruption, cancellation, a timeout or an error, as far as
	 * its failure, the causes of that and the present thread tell.
	 * @param failure what the use ended with
	 */
	static boolean isToldBy(Throwable failure) {
		if (Thread.currentThread().isInterrupted()) {
			return true;
		}
		Throwable next = failure;
		for (int i = 0; next != null && i < MOST_EXAMINED; i++) {
			if (next instanceof InterruptedException || next instanceof CancellationException
					|| next instanceof TimeoutException || next instanceof Error) {
				return true;
			}
			next = next.getCause();
		}
		return false;
	}

}
