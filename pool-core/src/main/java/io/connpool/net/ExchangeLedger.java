package io.connpool.net;

import org.jspecify.annotations.Nullable;

/**
 * Counts exchanges begun and ended. Written by the owner of the wire, read by anybody.
 */
final class ExchangeLedger {

	private volatile long begun;

	private volatile long ended;

	private volatile @Nullable Throwable failure;

	void begin() {
		this.begun = this.begun + 1;
	}

	/** Takes back a beginning of which nothing was written. */
	void cancel() {
		this.begun = this.begun - 1;
	}

	void end() {
		this.ended = this.ended + 1;
	}

	/** Notes that the present exchange can never be ended; the first failure stays. */
	void fail(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
		}
	}

	long begun() {
		return this.begun;
	}

	long ended() {
		return this.ended;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	boolean isBalanced() {
		return this.failure == null && this.begun == this.ended;
	}

}
