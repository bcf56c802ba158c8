package io.connpool.benchmarks.soak;

import io.connpool.ConnectionPool;

/** One pool of the soak, what it connects to, and the books about it. */
final class Station {

	private final int id;

	private final String about;

	private final ConnectionPool<?> pool;

	private final Target target;

	private final Caller caller;

	private final Ledger ledger;

	private final int share;

	private final int minIdle;

	private final int maxSize;

	private volatile boolean pestered;

	/**
	 * Puts a pool into the soak.
	 * @param id its number
	 * @param about what is special about it
	 * @param pool the pool
	 * @param target what it connects to
	 * @param caller how it is used
	 * @param ledger the books about it
	 * @param share of the load, beside those of the others
	 */
	Station(int id, String about, ConnectionPool<?> pool, Target target, Caller caller, Ledger ledger, int share) {
		this.id = id;
		this.about = about;
		this.pool = pool;
		this.target = target;
		this.caller = caller;
		this.ledger = ledger;
		this.share = share;
		this.minIdle = pool.settings().minIdle();
		this.maxSize = pool.settings().maxSize();
	}

	int id() {
		return this.id;
	}

	String name() {
		return this.pool.name();
	}

	String about() {
		return this.about;
	}

	ConnectionPool<?> pool() {
		return this.pool;
	}

	Target target() {
		return this.target;
	}

	Caller caller() {
		return this.caller;
	}

	Ledger ledger() {
		return this.ledger;
	}

	int share() {
		return this.share;
	}

	/** Not counting a resize. */
	int minIdle() {
		return this.minIdle;
	}

	/** Not counting a resize, which only makes it smaller. */
	int maxSize() {
		return this.maxSize;
	}

	/** Has its borrowers interrupted, or left alone again. */
	void pester(boolean pestered) {
		this.pestered = pestered;
	}

	boolean isPestered() {
		return this.pestered;
	}

	@Override
	public String toString() {
		return name();
	}

}
