package io.connpool.engine;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Permits, in every order in which threads may meet: as long as the limit stays, all
 * operations are as if they took no time. While the limit moves they are not, and need
 * not be, because it and the counts are read one after the other: a thread may decide by
 * the limit of a moment ago. Then it counts that nothing is lost and that afterwards
 * exactly the surplus is closed.
 */
class PermitsLincheckTests {

	@Test
	void permitsAreTakenAndGivenBackAtOneInstant() {
		Interleavings.switched(Real.class, Counted.class);
	}

	@Test
	void permitsAreTakenAndGivenBackAtOneInstantByThreadsThatRunFree() {
		Interleavings.free(Real.class, Counted.class);
	}

	@Test
	void noPermitIsLostWhileTheLimitMoves() {
		Interleavings.switchedAndValidated(Moving.class);
	}

	@Test
	void noPermitIsLostWhileTheLimitMovesAndThreadsRunFree() {
		Interleavings.freeAndValidated(Moving.class);
	}

	/**
	 * What a thread may do with permits: it gives back what it has, and nothing else.
	 */
	@Param(name = "thread", gen = ThreadIdGen.class)
	public abstract static class Holding {

		static final int THREADS = 8;

		/** Places with a connection, by the thread that has them. */
		final int[] staying = new int[THREADS];

		/** Places with a connection on its way out. */
		final int[] leaving = new int[THREADS];

		abstract boolean doTake();

		abstract void doGiveBack();

		abstract void doClosing();

		abstract void doClosed();

		abstract boolean doClosingIfSurplus();

		@Operation
		public boolean take(@Param(name = "thread") int thread) {
			boolean taken = doTake();
			if (taken) {
				this.staying[thread]++;
			}
			return taken;
		}

		@Operation
		public void giveBack(@Param(name = "thread") int thread) {
			if (this.staying[thread] > 0) {
				this.staying[thread]--;
				doGiveBack();
			}
		}

		@Operation
		public void closing(@Param(name = "thread") int thread) {
			if (this.staying[thread] > 0) {
				this.staying[thread]--;
				this.leaving[thread]++;
				doClosing();
			}
		}

		@Operation
		public boolean closingIfSurplus(@Param(name = "thread") int thread) {
			boolean surplus = this.staying[thread] > 0 && doClosingIfSurplus();
			if (surplus) {
				this.staying[thread]--;
				this.leaving[thread]++;
			}
			return surplus;
		}

		@Operation
		public void closed(@Param(name = "thread") int thread) {
			if (this.leaving[thread] > 0) {
				this.leaving[thread]--;
				doClosed();
			}
		}

	}

	/** With three connections, one more than the limit, that of a shrunken pool. */
	public abstract static class Observed extends Holding {

		static final int AT_FIRST = 3;

		static final int LIMIT = 2;

		Observed() {
			for (int thread = 1; thread <= AT_FIRST; thread++) {
				this.staying[thread] = 1;
			}
		}

		@Operation
		public abstract boolean isFree();

		@Operation
		public abstract boolean isSurplus();

		@Operation
		public abstract int taken();

		@Operation
		public abstract int staying();

	}

	/** The permits themselves. */
	public static class Real extends Observed {

		private final Permits permits = new Permits(AT_FIRST);

		public Real() {
			for (int i = 0; i < AT_FIRST; i++) {
				this.permits.take();
			}
			this.permits.limit(LIMIT);
		}

		@Override
		boolean doTake() {
			return this.permits.take();
		}

		@Override
		void doGiveBack() {
			this.permits.giveBack();
		}

		@Override
		void doClosing() {
			this.permits.closing();
		}

		@Override
		void doClosed() {
			this.permits.closed();
		}

		@Override
		boolean doClosingIfSurplus() {
			return this.permits.closingIfSurplus();
		}

		@Override
		public boolean isFree() {
			return this.permits.isFree();
		}

		@Override
		public boolean isSurplus() {
			return this.permits.isSurplus();
		}

		@Override
		public int taken() {
			return this.permits.taken();
		}

		@Override
		public int staying() {
			return this.permits.staying();
		}

	}

	/** What they mean: never one is taken beyond the limit, and none is lost. */
	public static class Counted extends Observed {

		private int taken = AT_FIRST;

		private int closing;

		@Override
		boolean doTake() {
			boolean free = isFree();
			this.taken += free ? 1 : 0;
			return free;
		}

		@Override
		void doGiveBack() {
			this.taken--;
		}

		@Override
		void doClosing() {
			this.closing++;
		}

		@Override
		void doClosed() {
			this.closing--;
			this.taken--;
		}

		@Override
		boolean doClosingIfSurplus() {
			boolean surplus = isSurplus();
			this.closing += surplus ? 1 : 0;
			return surplus;
		}

		@Override
		public boolean isFree() {
			return this.taken < LIMIT;
		}

		@Override
		public boolean isSurplus() {
			return staying() > LIMIT;
		}

		@Override
		public int taken() {
			return this.taken;
		}

		@Override
		public int staying() {
			return this.taken - this.closing;
		}

	}

	/** Permits whose limit moves between one and three. */
	public static class Moving extends Holding {

		private static final int MOST = 3;

		private final Permits permits = new Permits(2);

		@Override
		boolean doTake() {
			return this.permits.take();
		}

		@Override
		void doGiveBack() {
			this.permits.giveBack();
		}

		@Override
		void doClosing() {
			this.permits.closing();
		}

		@Override
		void doClosed() {
			this.permits.closed();
		}

		@Override
		boolean doClosingIfSurplus() {
			return this.permits.closingIfSurplus();
		}

		@Operation
		public void limit(@Param(gen = IntGen.class, conf = "1:3") int limit) {
			this.permits.limit(limit);
		}

		@Validate
		public void nothingIsLost() {
			int staying = sum(this.staying);
			check("staying", this.permits.staying(), staying);
			check("taken", this.permits.taken(), staying + sum(this.leaving));
			check("never more than the highest limit", Math.max(MOST, this.permits.taken()), MOST);
			int surplus = 0;
			while (this.permits.closingIfSurplus()) {
				surplus++;
			}
			check("surplus", surplus, Math.max(0, staying - this.permits.limit()));
		}

		private static int sum(int[] counts) {
			int sum = 0;
			for (int count : counts) {
				sum += count;
			}
			return sum;
		}

		private static void check(String what, int actual, int expected) {
			if (actual != expected) {
				throw new IllegalStateException(what + ": " + actual + " instead of " + expected);
			}
		}

	}

}
