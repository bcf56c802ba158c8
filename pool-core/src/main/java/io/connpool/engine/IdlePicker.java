package io.connpool.engine;

import java.util.concurrent.atomic.AtomicLong;

import io.connpool.IdleOrder;
import org.jspecify.annotations.Nullable;

/*
 * Which idle connection is lent next, for the exact orders. One pass over the table finds the
 * best key, a compare-and-set takes it, and a lost race looks again. MRU, LRU and round-robin
 * write one shared counter per use; affinity (handled in the table) writes nothing shared.
 */
final class IdlePicker {

	static final IdlePicker AFFINITY = new IdlePicker(IdleOrder.AFFINITY);

	private final IdleOrder order;

	private final AtomicLong ticket = new AtomicLong();

	private IdlePicker(IdleOrder order) {
		this.order = order;
	}

	static IdlePicker of(IdleOrder order) {
		return (order == IdleOrder.AFFINITY) ? AFFINITY : new IdlePicker(order);
	}

	/** Notes that a connection was opened; its owner calls. */
	void opened(Slot<?> slot) {
		if (this != AFFINITY) {
			slot.orderKey = this.ticket.incrementAndGet();
		}
	}

	/** Notes that a connection is about to become idle after use; its owner calls. */
	void returned(Slot<?> slot) {
		if (this.order == IdleOrder.MRU || this.order == IdleOrder.LRU) {
			slot.orderKey = this.ticket.incrementAndGet();
		}
	}

	/** Notes that a connection is lent; its owner calls. */
	void lent(Slot<?> slot) {
		if (this.order == IdleOrder.ROUND_ROBIN) {
			slot.orderKey = this.ticket.incrementAndGet();
		}
	}

	<C> @Nullable Slot<C> claim(Slot<C>[] slots) {
		for (;;) {
			Slot<C> best = null;
			long bestWord = 0;
			for (Slot<C> slot : slots) {
				long word = slot.word();
				if (SlotState.stateOf(word) == SlotState.IDLE && (best == null || isBefore(slot, best))) {
					best = slot;
					bestWord = word;
				}
			}
			if (best == null || best.seize(bestWord, SlotState.ACTIVE)) {
				return best;
			}
		}
	}

	private boolean isBefore(Slot<?> one, Slot<?> other) {
		return (this.order == IdleOrder.MRU) ? one.orderKey > other.orderKey : one.orderKey < other.orderKey;
	}

}
