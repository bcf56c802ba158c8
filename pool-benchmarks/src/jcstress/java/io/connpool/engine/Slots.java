package io.connpool.engine;

/**
 * Slots without a pool, in the state that a test begins with.
 */
final class Slots {

	private Slots() {
	}

	static Slot<Wire> opening() {
		Slot<Wire> slot = new Slot<>(null);
		slot.claim(SlotState.EMPTY, SlotState.OPENING);
		return slot;
	}

	static Slot<Wire> active() {
		Slot<Wire> slot = opening();
		slot.set(SlotState.ACTIVE);
		return slot;
	}

	static Slot<Wire> returning() {
		Slot<Wire> slot = active();
		slot.beginReturn(slot.word());
		return slot;
	}

	static Slot<Wire> idle() {
		Slot<Wire> slot = opening();
		slot.set(SlotState.IDLE);
		return slot;
	}

}
