package io.connpool;

import java.time.Duration;

/**
 * Who holds a connection, and since when.
 *
 * @param connectionId the number of the connection
 * @param holder the name of the thread that acquired it
 * @param held how long it has been held, to about a tenth of a second
 */
public record LeaseInfo(long connectionId, String holder, Duration held) {

	@Override
	public String toString() {
		return "#" + this.connectionId + " held by " + this.holder + " for " + this.held.toMillis() + " ms";
	}

}
