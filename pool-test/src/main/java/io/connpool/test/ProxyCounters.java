package io.connpool.test;

/**
 * What a {@link FaultProxy} counts. Written by the loop's thread only, read by any.
 */
final class ProxyCounters {

	private volatile long accepted;

	private volatile long rejected;

	private volatile int open;

	private volatile int peak;

	private volatile long requestBytes;

	private volatile long replyBytes;

	/** Notes a new connection; returns its number. */
	long accept() {
		this.accepted = this.accepted + 1;
		this.open = this.open + 1;
		this.peak = Math.max(this.peak, this.open);
		return this.accepted;
	}

	void reject() {
		this.rejected = this.rejected + 1;
	}

	void gone() {
		this.open = this.open - 1;
	}

	void passed(Direction direction, long bytes) {
		if (direction == Direction.REQUESTS) {
			this.requestBytes = this.requestBytes + bytes;
		}
		else {
			this.replyBytes = this.replyBytes + bytes;
		}
	}

	long accepted() {
		return this.accepted;
	}

	long rejected() {
		return this.rejected;
	}

	int open() {
		return this.open;
	}

	int peak() {
		return this.peak;
	}

	long requestBytes() {
		return this.requestBytes;
	}

	long replyBytes() {
		return this.replyBytes;
	}

	@Override
	public String toString() {
		return this.open + " open, " + this.accepted + " accepted";
	}

}
