package io.connpool.net;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import io.connpool.AcquireInterruptedException;
import io.connpool.AcquireTimeoutException;

/**
 * Tells a use that was given up from one that failed: whoever gives up does not wait for
 * what it has started, and that may come to the connection later.
 */
final class GivenUp {

	/** Nobody wraps deeper than that, and causes may go round in a circle. */
	private static final int MOST_EXAMINED = 32;

	/** By name, because their modules need not be there. */
	private static final Set<String> TIMEOUTS_ELSEWHERE = Set.of("java.net.http.HttpTimeoutException",
			"java.sql.SQLTimeoutException");

	private GivenUp() {
	}

	/**
	 * Whether a use ended by interruption, cancellation, a timeout or an error, as far as
	 * its failure, the causes of that and the present thread tell; also if the causes are
	 * too many to tell.
	 * @param failure what the use ended with
	 */
	static boolean isToldBy(Throwable failure) {
		if (Thread.currentThread().isInterrupted()) {
			return true;
		}
		Throwable next = failure;
		for (int i = 0; next != null && i < MOST_EXAMINED; i++) {
			if (isInterruption(next) || isTimeout(next) || next instanceof CancellationException
					|| next instanceof Error) {
				return true;
			}
			next = next.getCause();
		}
		return next != null;
	}

	private static boolean isInterruption(Throwable failure) {
		return failure instanceof InterruptedException || failure instanceof AcquireInterruptedException
				|| failure instanceof ClosedByInterruptException;
	}

	private static boolean isTimeout(Throwable failure) {
		// SocketTimeoutException is an InterruptedIOException
		return failure instanceof TimeoutException || failure instanceof AcquireTimeoutException
				|| failure instanceof InterruptedIOException || isTimeout(failure.getClass());
	}

	private static boolean isTimeout(Class<?> type) {
		for (Class<?> next = type; next != null; next = next.getSuperclass()) {
			if (TIMEOUTS_ELSEWHERE.contains(next.getName())) {
				return true;
			}
		}
		return false;
	}

}
