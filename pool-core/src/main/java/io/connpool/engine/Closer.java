package io.connpool.engine;

import io.connpool.CloseReason;
import org.jspecify.annotations.Nullable;

/*
 * Ends connections, apart from whoever decided it. The place stays taken until the connection is
 * really gone, because the server still sees it until then.
 */
final class Closer<C> {

	private final Pool<C> pool;

	Closer(Pool<C> pool) {
		this.pool = pool;
	}

	/** Closes in an orderly way; the caller owns the slot. */
	void end(Slot<C> slot, CloseReason reason) {
		CloseCall call = closing(slot, reason, false);
		this.pool.table.permits().closing();
		call.start(SlotState.CLOSING);
	}

	/**
	 * As {@link #end}, if there are more connections than max-size.
	 * @return false if there are not; the slot is still the caller's
	 */
	boolean endIfSurplus(Slot<C> slot) {
		CloseCall call = closing(slot, CloseReason.SURPLUS, false);
		if (!this.pool.table.permits().closingIfSurplus()) {
			return false;
		}
		call.start(SlotState.CLOSING);
		return true;
	}

	/** Aborts at once; the caller owns the slot. */
	void abort(Slot<C> slot, CloseReason reason) {
		CloseCall call = closing(slot, reason, true);
		this.pool.table.permits().closing();
		call.start(SlotState.CLOSING);
	}

	/** Aborts at once, for a slot that was seized from its lease and is CLOSING. */
	void abortSeized(Slot<C> slot, CloseReason reason) {
		CloseCall call;
		try {
			call = new CloseCall(slot, reason, true);
		}
		catch (Throwable ex) {
			// out of memory or stack
			slot.closeLost = true;
			throw ex;
		}
		this.pool.table.permits().closing();
		call.startHere();
	}

	private CloseCall closing(Slot<C> slot, CloseReason reason, boolean aborts) {
		try {
			return new CloseCall(slot, reason, aborts);
		}
		catch (Throwable ex) {
			// out of memory or stack
			slot.lose();
			throw ex;
		}
	}

	/** Whether the connection in a slot that is CLOSING is being closed or aborted. */
	boolean isAtWorkOn(Slot<C> slot) {
		return slot.call instanceof Closer<?>.CloseCall;
	}

	/**
	 * Closes, on the present thread of the pool, a connection that never got a place.
	 */
	void closeLate(C connection) {
		try {
			this.pool.hooks.factory().close(connection);
		}
		catch (Throwable ex) {
			this.pool.log.warn("close", "closing a late connection failed", ex);
		}
		this.pool.counters.opened.increment();
		this.pool.live.remove(connection);
		this.pool.counters.closed(CloseReason.LATE);
		this.pool.notifier.closed(CloseReason.LATE);
	}

	private final class CloseCall extends SlotCall<C> {

		private final CloseReason reason;

		private final boolean aborts;

		private final C connection;

		private boolean counted;

		CloseCall(Slot<C> slot, CloseReason reason, boolean aborts) {
			super(aborts ? "abort" : "close", slot, slot.pool.settings().closeTimeout());
			this.reason = reason;
			this.aborts = aborts;
			this.connection = slot.connection();
		}

		@Override
		void call() throws Throwable {
			if (this.aborts) {
				this.pool.hooks.abort(this.connection);
			}
			else {
				this.pool.hooks.factory().close(this.connection);
			}
		}

		/** A close that nobody has begun is not given up: the connection would leak. */
		@Override
		boolean mayBeSkipped() {
			return false;
		}

		@Override
		void ended(@Nullable Throwable failure) {
			if (failure != null) {
				this.pool.log.warn("close", "closing a connection failed, which counts as closed", failure);
			}
			gone();
			this.pool.notifier.closed(this.reason);
		}

		@Override
		void overran() {
			report(() -> this.pool.log.warn("close-timeout",
					this + " overran close-timeout (" + limitMillis() + " ms); its place is given to others", null));
			if (this.aborts || !this.pool.hooks.aborts) {
				gone();
				report(() -> this.pool.notifier.closed(this.reason));
			}
			else {
				new CloseCall(this.slot, this.reason, true).startHere();
			}
		}

		@Override
		void settle(long word) {
			if (hasEnded()) {
				gone();
				report(() -> this.pool.notifier.closed(this.reason));
			}
			else {
				overran();
			}
		}

		private void gone() {
			this.pool.live.remove(this.connection);
			if (!this.counted) {
				this.pool.counters.closed(this.reason);
				this.counted = true;
			}
			this.pool.log.debug("closed", this.slot.connectionId, this.reason);
			this.pool.table.freeClosing(this.slot);
			this.pool.placeFreed();
		}

	}

}
