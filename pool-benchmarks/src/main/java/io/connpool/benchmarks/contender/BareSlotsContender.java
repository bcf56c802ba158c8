package io.connpool.benchmarks.contender;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeoutException;

/**
 * The physical limit, not a pool: one compare-and-set claims a slot, one write gives it
 * back, each slot on cache lines of its own, each thread starts at the slot that its id
 * says. Who finds none free yields and tries again.
 */
final class BareSlotsContender implements Contender {

	private final Slot[] slots;

	private final int mask;

	private final boolean fenced;

	private final long timeoutNanos;

	private BareSlotsContender(Spec spec, boolean fenced) throws Exception {
		this.fenced = fenced;
		this.slots = new Slot[spec.maxSize()];
		for (int i = 0; i < this.slots.length; i++) {
			this.slots[i] = new Slot(spec.factory());
		}
		this.mask = (Integer.bitCount(spec.maxSize()) == 1) ? spec.maxSize() - 1 : 0;
		this.timeoutNanos = spec.acquireTimeout().toNanos();
		Warmth.give(this, spec);
	}

	static void register() {
		add("bare", "volatile write, as whoever has to see waiters needs it", true);
		add("bare-release", "release write, which could not see a waiter", false);
	}

	private static void add(String name, String write, boolean fenced) {
		Contract contract = new Contract("a compare-and-set on padded slots, a " + write, Point.no("whoever is quick"),
				Point.partly("polls, burning a core; opening is not covered"), Point.no(""), Point.no(""), Point.no(""),
				Point.no(""), Point.no("given back twice is lent twice"),
				"the physical limit, not a pool; opens on first use");
		Contenders.add(name, contract, (spec) -> new BareSlotsContender(spec, fenced));
	}

	@Override
	public Object acquire() throws Exception {
		Slot[] all = this.slots;
		Slot slot = all[start(all.length)];
		if (!slot.claim()) {
			slot = claimAny(all);
		}
		try {
			slot.fill();
			return slot;
		}
		catch (Throwable ex) {
			slot.giveBack(this.fenced);
			throw ex;
		}
	}

	@Override
	public Resource resource(Object held) {
		return ((Slot) held).resource();
	}

	@Override
	public void release(Object held) {
		((Slot) held).giveBack(this.fenced);
	}

	@Override
	public void discard(Object held, Exception cause) {
		((Slot) held).empty();
		release(held);
	}

	@Override
	public void close() {
		for (Slot slot : this.slots) {
			slot.empty();
		}
	}

	private Slot claimAny(Slot[] all) throws TimeoutException {
		long since = 0;
		for (;;) {
			int start = start(all.length);
			for (int i = 0; i < all.length; i++) {
				int at = start + i;
				Slot slot = all[(at < all.length) ? at : at - all.length];
				if (slot.claim()) {
					return slot;
				}
			}
			Thread.yield();
			long now = System.nanoTime();
			if (since == 0) {
				since = now;
			}
			if (now - since >= this.timeoutNanos) {
				throw new TimeoutException();
			}
		}
	}

	private int start(int length) {
		int id = (int) Thread.currentThread().getId();
		return (this.mask != 0) ? id & this.mask : Integer.remainderUnsigned(id, length);
	}

	/** Keeps what lies before it apart. */
	private static class Front extends Cell {

		long p0;

		long p1;

		long p2;

		long p3;

		long p4;

		long p5;

		long p6;

		long p7;

		Front(ResourceFactory factory) {
			super(factory);
		}

	}

	private static class Word extends Front {

		private static final VarHandle TAKEN;

		static {
			try {
				TAKEN = MethodHandles.lookup().findVarHandle(Word.class, "taken", int.class);
			}
			catch (ReflectiveOperationException ex) {
				throw new ExceptionInInitializerError(ex);
			}
		}

		private volatile int taken;

		Word(ResourceFactory factory) {
			super(factory);
		}

		boolean claim() {
			return this.taken == 0 && TAKEN.compareAndSet(this, 0, 1);
		}

		void giveBack(boolean fenced) {
			if (fenced) {
				this.taken = 0;
			}
			else {
				TAKEN.setRelease(this, 0);
			}
		}

	}

	/** Keeps what lies behind it apart. */
	private static final class Slot extends Word {

		long p10;

		long p11;

		long p12;

		long p13;

		long p14;

		long p15;

		long p16;

		long p17;

		Slot(ResourceFactory factory) {
			super(factory);
		}

	}

}
