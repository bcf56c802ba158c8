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

	private volatile boolean landed;

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
			this.opener.opened(this, opened);
		}
		else {
			failed((why != null) ? why : new IllegalStateException("bug: neither opened nor failed"), opened);
		}
	}

	/** What it brought is not offered a second time, but closed. */
	@Override
	void settle(long word) {
		if (hasEnded()) {
			failed(new IllegalStateException("out of memory or stack when open had returned"), this.connection);
		}
		else {
			overran();
		}
	}

	/** It came to nothing, or to a connection that is of no use. */
	void failed(Throwable why, @Nullable C opened) {
		forgetSuccessor();
		this.opener.extras.failed(this);
		this.opener.failed(this, why, opened);
	}

	@Override
	void overran() {
		forgetSuccessor();
		this.opener.extras.hung(this);
		long after = TimeUnit.NANOSECONDS.toMillis(elapsed());
		this.opener.failed(this, new TimeoutException(
				"not opened within " + after + " ms (open-timeout " + limitMillis() + " ms), given up"), null);
	}

	/** Else its place would be lost for as long as it hangs; see ExtraOpens. */
	@Override
	boolean mayOverfillQuarantine() {
		return true;
	}

	@Nullable Successor<C> successor() {
		return this.successor;
	}

	/**
	 * Notes that it is no longer on its way; whoever goes on after its end calls.
	 * @return false if that was noted before
	 */
	boolean land() {
		boolean first = !this.landed;
		this.landed = true;
		return first;
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
	void cleanUp() {
		C late = this.connection;
		if (late != null) {
			this.pool.closer.closeLate(late);
		}
		// should it have been given the turn after it had been given up
		this.opener.extras.hung(this);
	}

}
