package io.connpool;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * No connection became free in time. The message tells the state in numbers, the last
 * failure to open, what to do, and who holds connections, since when and, once a minute
 * for each pool, with which stack; it has several lines then. The cause is the last
 * failure to open one, if opening is failing.
 */
public final class AcquireTimeoutException extends PoolException {

	private static final long serialVersionUID = 1L;

	private final transient Duration waited;

	private final transient PoolStats stats;

	private final transient List<LeaseInfo> holders;

	/**
	 * Creates the exception.
	 * @param stats the state of the pool when time was up
	 * @param message what failed and what to do
	 * @param waited how long the caller waited
	 * @param holders who holds connections, longest first, at most five
	 * @param cause the last failure to open a connection, or null
	 */
	public AcquireTimeoutException(PoolStats stats, String message, Duration waited, List<LeaseInfo> holders,
			@Nullable Throwable cause) {
		super(stats.poolName(), message, cause);
		this.stats = stats;
		this.waited = waited;
		this.holders = List.copyOf(holders);
	}

	/**
	 * Returns how long the caller waited.
	 * @return the time waited
	 */
	public Duration waited() {
		return this.waited;
	}

	/**
	 * Returns the state of the pool when time was up.
	 * @return the state
	 */
	public PoolStats stats() {
		return this.stats;
	}

	/**
	 * Returns who held connections when time was up, longest first.
	 * @return at most five holders
	 */
	public List<LeaseInfo> holders() {
		return this.holders;
	}

}
