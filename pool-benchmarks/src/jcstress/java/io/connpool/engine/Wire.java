package io.connpool.engine;

/**
 * A connection with plain fields: whoever is lent it must see what was written before.
 */
final class Wire {

	/** Written by the factory, in open. */
	int opened;

	/** Written by its holders, in this order. */
	int first;

	int second;

	Wire written() {
		this.first = 1;
		this.second = 1;
		return this;
	}

	/**
	 * Returns what can be seen of open, and of {@link #written()} in the reverse order.
	 */
	String seen() {
		int second = this.second;
		int first = this.first;
		return "open=" + this.opened + " write=" + first + second;
	}

}
