package io.connpool.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.connpool.OpenReason;
import org.jspecify.annotations.Nullable;

/*
 * One open, from its start to its end, or to the end of what it is given. What came of it it tells
 * the opener.
 */
final class OpenCall<C> extends SlotCall<C> {

	private final Opener<C> opener;

	private final OpenReason reason;

	private final @Nullable Successor<C> successor;

	private @Nullable C connection;

	/** Why the connection is of no use, if it is not. */
	private @Nullable Throwable deadOnArrival;

	OpenCall(Opener<C> opener, Slot<C> slot, OpenReason reason, @Nullable Successor<C> successor) {
		super("open", slot, slot.pool.settings().openTimeout());
		this.opener = opener;
		this.reason = reason;
		this.successor = successor;
	}

	@Override
	void call() throws Throwable {
		C opened = this.pool.openNew(this.slot, this.reason, this.opener.circuit().failures() + 1, remaining());
		// before the check, which may hang: what comes late is closed
		this.connection = opened;
		this.deadOnArrival = this.pool.hooks.deadOnArrival(opened);
	}

	@Override
	void ended(@Nullable Throwable failure) {
		C opened = this.connection;
		Throwable why = (failure != null) ? failure : this.deadOnArrival;
		if (opened != null && why == null) {
			this.opener.extras.succeeded(this);
			this.opener.opened(this.slot, opened, this.startedAt, this.successor);
		}
		else {
			forgetSuccessor();
			this.opener.extras.failed(this);
			this.opener.failed(this.slot, this.startedAt,
					(why != null) ? why : new IllegalStateException("bug: neither opened nor failed"), opened);
		}
	}

	@Override
	void overran() {
		forgetSuccessor();
		this.opener.extras.hung(this);
		long after = TimeUnit.NANOSECONDS.toMillis(elapsed());
		this.opener.failed(this.slot, this.startedAt, new TimeoutException(
				"not opened within " + after + " ms (open-timeout " + limitMillis() + " ms), given up"), null);
	}

	/** Else its place would be lost for as long as it hangs; see ExtraOpens. */
	@Override
	boolean mayOverfillQuarantine() {
		return true;
	}

	/** Another may be tried for the same old connection. */
	void forgetSuccessor() {
		if (this.successor != null) {
			this.successor.old().successorOf = 0;
		}
	}

	/**
	 * Takes it back, because nothing can or may run it.
	 * @return false if it was given up before; no thread will take it up, so it leaves
	 * quarantine here
	 */
	boolean withdraw() {
		if (abandon()) {
			return true;
		}
		leaveQuarantine();
		return false;
	}

	@Override
	void endedLate(@Nullable Throwable failure) {
		// should it have been given the turn after it had been given up
		this.opener.extras.hung(this);
		C late = this.connection;
		if (late != null) {
			this.pool.closer.closeLate(late);
		}
		leaveQuarantine();
	}

}
