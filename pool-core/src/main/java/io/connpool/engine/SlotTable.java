package io.connpool.engine;

import java.util.Arrays;

import io.connpool.IdleOrder;
import org.jspecify.annotations.Nullable;

/*
 * All places of a pool. Grows with max-size and never shrinks; how many places may be taken is
 * up to the permits. There is always an EMPTY place for whoever has a permit: a place becomes
 * EMPTY before its permit is given back, and the table grows before the limit does.
 */
final class SlotTable<C> {

	private static final int HINTS = 256;

	private final Pool<C> pool;

	private final Permits permits;

	private final IdlePicker picker;

	/**
	 * The place each thread used last, by thread id. Races are harmless: it is a hint.
	 * Written only when it changes, so that it stays shared in every cache.
	 */
	private final Slot<C>[] hints;

	private volatile Slot<C>[] slots;

	SlotTable(Pool<C> pool, int maxSize, IdleOrder order) {
		this.pool = pool;
		this.permits = new Permits(maxSize);
		this.picker = IdlePicker.of(order);
		this.slots = grown(emptyTable(), maxSize);
		this.hints = hints(this.slots[0]);
	}

	Slot<C>[] slots() {
		return this.slots;
	}

	Permits permits() {
		return this.permits;
	}

	IdlePicker picker() {
		return this.picker;
	}

	/**
	 * Claims an idle connection, or returns null. Takes no lock and allocates nothing.
	 */
	@Nullable Slot<C> claimIdle() {
		if (this.picker != IdlePicker.AFFINITY) {
			return this.picker.claim(this.slots);
		}
		Slot<C> hint = this.hints[stripe()];
		if (hint.claim(SlotState.IDLE, SlotState.ACTIVE)) {
			return hint;
		}
		for (Slot<C> slot : this.slots) {
			if (slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
				return slot;
			}
		}
		return null;
	}

	/** Notes that a connection is lent to the calling thread, which owns it. */
	void lent(Slot<C> slot) {
		if (this.picker != IdlePicker.AFFINITY) {
			this.picker.lent(slot);
			return;
		}
		int stripe = stripe();
		if (this.hints[stripe] != slot) {
			this.hints[stripe] = slot;
		}
	}

	/**
	 * Takes a permit and the place that goes with it, now OPENING; null if there is none.
	 */
	@Nullable Slot<C> takePlace() {
		if (!this.permits.take()) {
			return null;
		}
		for (;;) {
			for (Slot<C> slot : this.slots) {
				if (slot.claim(SlotState.EMPTY, SlotState.OPENING)) {
					return slot;
				}
			}
		}
	}

	/** Gives a place back whose open came to nothing. */
	void freeOpening(Slot<C> slot) {
		slot.forgetConnection();
		slot.set(SlotState.EMPTY);
		this.permits.giveBack();
	}

	/** Gives a place back whose connection is gone. */
	void freeClosing(Slot<C> slot) {
		slot.forgetConnection();
		slot.set(SlotState.EMPTY);
		this.permits.closed();
	}

	void resize(int maxSize) {
		if (maxSize > this.slots.length) {
			this.slots = grown(this.slots, maxSize);
		}
		this.permits.limit(maxSize);
	}

	int count(int state) {
		int count = 0;
		for (Slot<C> slot : this.slots) {
			if (slot.state() == state) {
				count++;
			}
		}
		return count;
	}

	/** Whether a connection is being given back at this very moment. */
	boolean isAnyReturning() {
		for (Slot<C> slot : this.slots) {
			if (slot.state() == SlotState.RETURNING) {
				return true;
			}
		}
		return false;
	}

	/** Whether somebody ran out of memory or stack who owned a place, or perhaps did. */
	boolean isAnyLost() {
		for (Slot<C> slot : this.slots) {
			long word = slot.word();
			if (SlotState.stateOf(word) != SlotState.EMPTY && (slot.isLost(word) || slot.closeLost)) {
				return true;
			}
		}
		return false;
	}

	/** Whether a connection is active, idle or opening. */
	boolean isAnyLive() {
		for (Slot<C> slot : this.slots) {
			int state = slot.state();
			if (state != SlotState.EMPTY && state != SlotState.CLOSING) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether there is a connection that may serve the next in line when it comes back.
	 */
	boolean isAnyServing() {
		for (Slot<C> slot : this.slots) {
			int state = slot.state();
			if (state != SlotState.EMPTY && state != SlotState.OPENING && state != SlotState.CLOSING) {
				return true;
			}
		}
		return false;
	}

	private Slot<C>[] grown(Slot<C>[] from, int size) {
		Slot<C>[] grown = Arrays.copyOf(from, size);
		for (int i = from.length; i < size; i++) {
			grown[i] = new Slot<>(this.pool);
		}
		return grown;
	}

	@SuppressWarnings("unchecked")
	private static <C> Slot<C>[] emptyTable() {
		return (Slot<C>[]) new Slot<?>[0];
	}

	@SuppressWarnings("unchecked")
	private static <C> Slot<C>[] hints(Slot<C> first) {
		Slot<C>[] hints = (Slot<C>[]) new Slot<?>[HINTS];
		Arrays.fill(hints, first);
		return hints;
	}

	private static int stripe() {
		return (int) Thread.currentThread().getId() & (HINTS - 1);
	}

}
