package io.connpool;

/**
 * What a {@link ConnectionFactory} is told about the connection it is to open.
 *
 * <p>
 * A class with accessors rather than an interface or a record, so that it can grow.
 * <b>Threads:</b> immutable.
 */
public final class OpenRequest {

	private final String poolName;

	private final long connectionId;

	private final int attempt;

	private final Deadline deadline;

	private final OpenReason reason;

	/**
	 * Creates a request; for engines and for tests of factories.
	 * @param poolName the name of the pool
	 * @param connectionId the number of the connection, unique in its pool
	 * @param attempt 1 for the first attempt, one more after each consecutive failure
	 * @param deadline when the attempt will be given up
	 * @param reason why it is opened
	 */
	public OpenRequest(String poolName, long connectionId, int attempt, Deadline deadline, OpenReason reason) {
		this.poolName = poolName;
		this.connectionId = connectionId;
		this.attempt = attempt;
		this.deadline = deadline;
		this.reason = reason;
	}

	/**
	 * Returns the name of the pool.
	 * @return the name of the pool
	 */
	public String poolName() {
		return this.poolName;
	}

	/**
	 * Returns the number of the connection, unique in its pool.
	 * @return the number, 1 or more
	 */
	public long connectionId() {
		return this.connectionId;
	}

	/**
	 * Returns which consecutive attempt this is.
	 * @return 1 for the first attempt, one more after each consecutive failure
	 */
	public int attempt() {
		return this.attempt;
	}

	/**
	 * Returns when the attempt will be given up: its thread is interrupted then, and a
	 * connection that arrives later is closed.
	 * @return the deadline
	 */
	public Deadline deadline() {
		return this.deadline;
	}

	/**
	 * Returns why the connection is opened.
	 * @return the reason
	 */
	public OpenReason reason() {
		return this.reason;
	}

	@Override
	public String toString() {
		return this.poolName + " #" + this.connectionId + " (" + this.reason + ", attempt " + this.attempt + ", "
				+ this.deadline + ")";
	}

}
