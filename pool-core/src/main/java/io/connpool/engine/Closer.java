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
		CloseCall call;
		try {
			call = new CloseCall(slot, reason, false);
		}
		catch (Throwable ex) {
			// out of memory or stack
			slot.lose();
			throw ex;
		}
		this.pool.table.permits().closing();
		call.start(SlotState.CLOSING);
	}

	/** As {@link #end}, for a slot that the permits already count as closing. */
	void endCounted(Slot<C> slot, CloseReason reason) {
		new CloseCall(slot, reason, false).start(SlotState.CLOSING);
	}

	/** Aborts at once; the caller owns the slot. */
	void abort(Slot<C> slot, CloseReason reason) {
		CloseCall call = new CloseCall(slot, reason, true);
		this.pool.table.permits().closing();
		call.start(SlotState.CLOSING);
	}

	/** Aborts at once, for a slot that was seized from its lease and is CLOSING. */
	void abortSeized(Slot<C> slot, CloseReason reason) {
		this.pool.table.permits().closing();
		new CloseCall(slot, reason, true).startHere();
	}

	/**
	 * Closes, on the present thread of the pool, a connection that never got a place.
	 */
	void closeLate(C connection) {
		this.pool.counters.opened.increment();
		try {
			this.pool.hooks.factory().close(connection);
		}
		catch (Throwable ex) {
			this.pool.log.warn("close", "closing a late connection failed", ex);
		}
		this.pool.live.remove(connection);
		this.pool.counters.closed(CloseReason.LATE);
		this.pool.notifier.closed(CloseReason.LATE);
	}

	private final class CloseCall extends SlotCall<C> {

		private final CloseReason reason;

		private final boolean aborts;

		private final C connection;

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

		private void gone() {
			this.pool.live.remove(this.connection);
			this.pool.counters.closed(this.reason);
			this.pool.log.debug("closed", this.slot.connectionId, this.reason);
			this.pool.table.freeClosing(this.slot);
			this.pool.placeFreed();
		}

		@Override
		void endedLate(@Nullable Throwable failure) {
			leaveQuarantine();
		}

	}

}
