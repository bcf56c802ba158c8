package io.connpool.benchmarks.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who uses which connection, to see when two use the same. */
final class Occupancy {

	private final Map<Object, Tag> users = new ConcurrentHashMap<>();

	private final Ledger ledger;

	Occupancy(Ledger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Somebody begins to use a connection.
	 * @param connection the thing itself, without a user's equality
	 * @param tag who
	 */
	void enter(Object connection, Tag tag) {
		Tag other = this.users.putIfAbsent(connection, tag);
		if (other != null) {
			this.ledger.lentTwice(connection + " is used by " + other + " and lent to " + tag);
		}
	}

	void leave(Object connection, Tag tag) {
		this.users.remove(connection, tag);
	}

}
