package io.connpool;

import java.time.Duration;

/**
 * Who holds a connection, and since when.
 *
 * @param connectionId the number of the connection
 * @param holder the name of the thread that acquired it
 * @param held how long it has been held, to about a tenth of a second
 * @param handedOver whether it came through a future that had to wait: then
 * {@code holder} asked for it, and may be doing something else since
 */
public record LeaseInfo(long connectionId, String holder, Duration held, boolean handedOver) {

	@Override
	public String toString() {
		return "#" + this.connectionId + (this.handedOver ? " asked for by " : " held by ") + this.holder
				+ (this.handedOver ? " and held for " : " for ") + this.held.toMillis() + " ms";
	}

}
