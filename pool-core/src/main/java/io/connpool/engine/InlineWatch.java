package io.connpool.engine;

import java.util.concurrent.TimeUnit;

import io.connpool.CloseReason;

/*
 * Watches the calls into the factory that have no limit on their time: check and
 * isReusableAfter, on a caller's thread or after a validation or a reset on a thread of the pool.
 * One that hangs is reported. Nothing else can be done about it; but whoever ran out of stack or
 * memory on its way to or from a connection has it taken back.
 *
 * Only the housekeeper calls.
 */
final class InlineWatch<C> {

	private static final long HANGS_AFTER = TimeUnit.SECONDS.toNanos(1);

	private final Pool<C> pool;

	InlineWatch(Pool<C> pool) {
		this.pool = pool;
	}

	/** Looks at a slot that is claimed, and not leased, since so many nanoseconds. */
	void visit(Slot<C> slot, long word, long held) {
		if (held < HANGS_AFTER || takeBack(slot, word)) {
			return;
		}
		Thread holder = slot.holder();
		report(slot, (holder != null) ? ", on " + holder.getName() : "");
	}

	/**
	 * Looks at a slot whose call has ended, and which is not offered again since then.
	 */
	void visitEnded(Slot<C> slot, SlotCall<?> ended, long since) {
		if (since >= HANGS_AFTER) {
			report(slot, ", after " + ended.what);
		}
	}

	private boolean takeBack(Slot<C> slot, long word) {
		if (!slot.isLost(word) || !slot.seize(word, SlotState.CLOSING)) {
			return false;
		}
		this.pool.closer.abortSeized(slot, CloseReason.INVALIDATED);
		return true;
	}

	private void report(Slot<C> slot, String where) {
		long id = slot.connectionId;
		this.pool.workers.runSurely(
				() -> this.pool.log.warn("inline", "an inline call into the factory (check or isReusableAfter) for #"
						+ id + " has not returned for more than 1 s" + where, null));
	}

}
