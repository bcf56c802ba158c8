package io.connpool.engine;

import io.connpool.IdleOrder;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The places of a pool, in every order in which threads may meet: no more are taken than
 * there are permits, and no connection has two owners.
 *
 * <p>
 * That a scan found nothing idle is weaker on purpose: a place it has passed may become
 * idle while the last idle one is claimed by another thread. Who makes a place idle looks
 * at the line afterwards, so this loses nobody. Here a scan that found nothing counts
 * only if no place has changed meanwhile, and is repeated otherwise.
 */
class SlotTableLincheckTests {

	@Test
	void connectionsAreClaimedAndGivenBackAtOneInstant() {
		Interleavings.switched(ByAffinity.class, Counted.class);
	}

	@Test
	void connectionsAreClaimedAndGivenBackAtOneInstantByThreadsThatRunFree() {
		Interleavings.free(ByAffinity.class, Counted.class);
	}

	@Test
	void connectionsAreClaimedInAnOrderAndGivenBackAtOneInstant() {
		Interleavings.switched(ByLastUse.class, Counted.class);
	}

	@Test
	void connectionsAreClaimedInAnOrderAndGivenBackAtOneInstantByThreadsThatRunFree() {
		Interleavings.free(ByLastUse.class, Counted.class);
	}

	/** What a thread may do: it has at most one place and gives back only that. */
	@Param(name = "thread", gen = ThreadIdGen.class)
	public abstract static class Places {

		static final int THREADS = 8;

		static final int MAX_SIZE = 2;

		final int[] states = new int[THREADS];

		abstract boolean claimIdle(int thread);

		abstract boolean takePlace(int thread);

		abstract void makeIdle(int thread);

		abstract void startClosing(int thread);

		abstract void freeOpening(int thread);

		abstract void freeClosing(int thread);

		@Operation
		public abstract int taken();

		@Operation
		public boolean claim(@Param(name = "thread") int thread) {
			return move(thread, SlotState.EMPTY, SlotState.ACTIVE) && keep(thread, claimIdle(thread));
		}

		@Operation
		public boolean take(@Param(name = "thread") int thread) {
			return move(thread, SlotState.EMPTY, SlotState.OPENING) && keep(thread, takePlace(thread));
		}

		/** Gives back what was claimed or opened, for others to claim. */
		@Operation
		public void giveBack(@Param(name = "thread") int thread) {
			if (move(thread, SlotState.ACTIVE, SlotState.EMPTY) || move(thread, SlotState.OPENING, SlotState.EMPTY)) {
				makeIdle(thread);
			}
		}

		@Operation
		public void close(@Param(name = "thread") int thread) {
			if (move(thread, SlotState.ACTIVE, SlotState.CLOSING)) {
				startClosing(thread);
			}
		}

		/** The open failed, or the close is over. */
		@Operation
		public void free(@Param(name = "thread") int thread) {
			if (move(thread, SlotState.OPENING, SlotState.EMPTY)) {
				freeOpening(thread);
			}
			else if (move(thread, SlotState.CLOSING, SlotState.EMPTY)) {
				freeClosing(thread);
			}
		}

		private boolean move(int thread, int from, int to) {
			boolean may = this.states[thread] == from;
			if (may) {
				this.states[thread] = to;
			}
			return may;
		}

		private boolean keep(int thread, boolean got) {
			if (!got) {
				this.states[thread] = SlotState.EMPTY;
			}
			return got;
		}

	}

	/** The table itself. */
	abstract static class Real extends Places {

		private final SlotTable<Object> table;

		@SuppressWarnings("unchecked")
		private final Slot<Object>[] own = (Slot<Object>[]) new Slot<?>[THREADS];

		Real(IdleOrder order) {
			this.table = new SlotTable<>(null, MAX_SIZE, order);
		}

		@Override
		boolean claimIdle(int thread) {
			long before = changes();
			Slot<Object> slot = this.table.claimIdle();
			while (slot == null && changes() != before) {
				before = changes();
				slot = this.table.claimIdle();
			}
			if (slot != null) {
				this.table.lent(slot);
			}
			return own(thread, slot);
		}

		/** All that ever happened to the places: the words of slots only grow. */
		private long changes() {
			long changes = 0;
			for (Slot<Object> slot : this.table.slots()) {
				changes += slot.word();
			}
			return changes;
		}

		@Override
		boolean takePlace(int thread) {
			return own(thread, this.table.takePlace());
		}

		private boolean own(int thread, @Nullable Slot<Object> slot) {
			this.own[thread] = slot;
			return slot != null;
		}

		@Override
		void makeIdle(int thread) {
			this.table.picker().returned(this.own[thread]);
			this.own[thread].set(SlotState.IDLE);
		}

		@Override
		void startClosing(int thread) {
			this.table.permits().closing();
			this.own[thread].set(SlotState.CLOSING);
		}

		@Override
		void freeOpening(int thread) {
			this.table.freeOpening(this.own[thread]);
		}

		@Override
		void freeClosing(int thread) {
			this.table.freeClosing(this.own[thread]);
		}

		@Override
		public int taken() {
			return this.table.permits().taken();
		}

	}

	/** A thread's last one first. */
	public static class ByAffinity extends Real {

		public ByAffinity() {
			super(IdleOrder.AFFINITY);
		}

	}

	/** The one used last first. */
	public static class ByLastUse extends Real {

		public ByLastUse() {
			super(IdleOrder.MRU);
		}

	}

	/** What the table means: so many idle connections, so many places. */
	public static class Counted extends Places {

		private int idle;

		private int taken;

		@Override
		boolean claimIdle(int thread) {
			boolean any = this.idle > 0;
			this.idle -= any ? 1 : 0;
			return any;
		}

		@Override
		boolean takePlace(int thread) {
			boolean free = this.taken < MAX_SIZE;
			this.taken += free ? 1 : 0;
			return free;
		}

		@Override
		void makeIdle(int thread) {
			this.idle++;
		}

		@Override
		void startClosing(int thread) {
			// still taken
		}

		@Override
		void freeOpening(int thread) {
			this.taken--;
		}

		@Override
		void freeClosing(int thread) {
			this.taken--;
		}

		@Override
		public int taken() {
			return this.taken;
		}

	}

}
