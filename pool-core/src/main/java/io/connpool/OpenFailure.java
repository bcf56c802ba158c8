package io.connpool;

import java.time.Duration;

/**
 * The last failure to open a connection.
 *
 * @param cause what the factory threw, or why the attempt was given up
 * @param age how long ago
 * @param consecutive how many attempts have failed since the last success; 0 after
 * recovery
 */
public record OpenFailure(Throwable cause, Duration age, int consecutive) {

	/**
	 * Tells the type of the failure; its message is not ours, may be of any length and
	 * may hold credentials.
	 */
	@Override
	public String toString() {
		return this.cause.getClass().getName() + " " + this.age.toMillis() + " ms ago";
	}

}
