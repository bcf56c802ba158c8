package io.connpool.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

import io.connpool.PoolClosedException;
import io.connpool.PoolException;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The line, in every order in which threads may meet. It is first in, first out as if all
 * took no time, while nobody leaves or while only one thread delivers.
 *
 * <p>
 * With several of both it is weaker on purpose. A deliverer takes the first out of the
 * line and then settles with it, and for that moment others go past: they deliver to the
 * second, or find the line empty, although the first has not been served yet and may
 * leave after all. Nobody is harmed: who does not leave is served. Nor does
 * {@code failAll} take no time: who joins while it runs may be failed by it. Then it
 * counts that nobody is forgotten or served twice, and nothing is lost.
 */
class WaitQueueLincheckTests {

	@Test
	void thoseInLineAreServedFirstInFirstOut() {
		Interleavings.switched(Staying.class, StayingInOrder.class);
	}

	@Test
	void thoseInLineAreServedFirstInFirstOutByThreadsThatRunFree() {
		Interleavings.free(Staying.class, StayingInOrder.class);
	}

	@Test
	void thoseWhoDoNotLeaveAreServedFirstInFirstOut() {
		Interleavings.switched(Leaving.class, LeavingInOrder.class);
	}

	@Test
	void thoseWhoDoNotLeaveAreServedFirstInFirstOutByThreadsThatRunFree() {
		Interleavings.free(Leaving.class, LeavingInOrder.class);
	}

	@Test
	void nobodyIsForgotten() {
		Interleavings.switchedAndValidated(Everything.class);
	}

	@Test
	void nobodyIsForgottenByThreadsThatRunFree() {
		Interleavings.freeAndValidated(Everything.class);
	}

	/** Who joined, by thread and in its order. */
	abstract static class Joined {

		static final int THREADS = 8;

		private static final int EACH = 8;

		final WaitQueue<Object> queue = new WaitQueue<>(new Gate());

		@SuppressWarnings("unchecked")
		final Waiter<Object>[] waiters = (Waiter<Object>[]) new Waiter<?>[THREADS * EACH];

		final int[] joined = new int[THREADS];

		void doJoin(int thread) {
			ParkedWaiter<Object> waiter = new ParkedWaiter<>(0, Long.MAX_VALUE);
			this.waiters[thread * EACH + this.joined[thread]++] = waiter;
			this.queue.add(waiter, Integer.MAX_VALUE);
		}

		Waiter<Object> waiter(int thread, int number) {
			return this.waiters[thread * EACH + number];
		}

		@Nullable Waiter<Object> last(int thread) {
			int joined = this.joined[thread];
			return (joined > 0) ? waiter(thread, joined - 1) : null;
		}

		boolean doLeave(@Nullable Waiter<Object> waiter) {
			boolean left = waiter != null && waiter.leave();
			if (left) {
				this.queue.left(waiter);
			}
			return left;
		}

		/** Returns the number of the waiter who was served, or -1. */
		int doDeliver() {
			Slot<Object> slot = new Slot<>(null);
			return this.queue.deliver(slot) ? numberOf(slot) : -1;
		}

		private int numberOf(Slot<Object> slot) {
			for (int i = 0; i < this.waiters.length; i++) {
				if (this.waiters[i] != null && this.waiters[i].delivered() == slot) {
					return i;
				}
			}
			throw new IllegalStateException("delivered to nobody");
		}

	}

	/** Many join and many deliver. */
	@Param(name = "thread", gen = ThreadIdGen.class)
	public static class Staying extends Joined {

		@Operation
		public void join(@Param(name = "thread") int thread) {
			doJoin(thread);
		}

		@Operation
		public int deliver() {
			return doDeliver();
		}

		@Operation
		public boolean isEmpty() {
			return this.queue.isEmpty();
		}

	}

	/** A line of numbers. */
	abstract static class InOrder {

		final Queue<Integer> line = new ArrayDeque<>();

		private final int[] joined = new int[Joined.THREADS];

		void doJoin(int thread) {
			this.line.add(number(thread, this.joined[thread]++));
		}

		boolean doLeave(int thread) {
			return this.line.remove(number(thread, this.joined[thread] - 1));
		}

		int doDeliver() {
			Integer first = this.line.poll();
			return (first != null) ? first : -1;
		}

		private static int number(int thread, int joined) {
			return thread * Joined.EACH + joined;
		}

	}

	/** What {@link Staying} means. */
	public static class StayingInOrder extends InOrder {

		public void join(int thread) {
			doJoin(thread);
		}

		public int deliver() {
			return doDeliver();
		}

		public boolean isEmpty() {
			return this.line.isEmpty();
		}

	}

	/**
	 * Many join and leave, one delivers. So many have left before that the line is swept.
	 */
	@Param(name = "thread", gen = ThreadIdGen.class)
	public static class Leaving extends Joined {

		private static final int SWEPT_AFTER = 64;

		public Leaving() {
			for (int i = 0; i < SWEPT_AFTER; i++) {
				ParkedWaiter<Object> waiter = new ParkedWaiter<>(0, Long.MAX_VALUE);
				this.queue.add(waiter, Integer.MAX_VALUE);
				doLeave(waiter);
			}
			doDeliver();
		}

		@Operation
		public void join(@Param(name = "thread") int thread) {
			doJoin(thread);
		}

		@Operation
		public boolean leave(@Param(name = "thread") int thread) {
			return doLeave(last(thread));
		}

		@Operation(nonParallelGroup = "deliverer")
		public int deliver() {
			return doDeliver();
		}

	}

	/** What {@link Leaving} means. */
	public static class LeavingInOrder extends InOrder {

		public void join(int thread) {
			doJoin(thread);
		}

		public boolean leave(int thread) {
			return doLeave(thread);
		}

		public int deliver() {
			return doDeliver();
		}

	}

	/** Many do everything. */
	@Param(name = "thread", gen = ThreadIdGen.class)
	public static class Everything extends Joined {

		private static final Supplier<PoolException> CLOSED = () -> new PoolClosedException("closed");

		private final int[] delivered = new int[THREADS];

		/** How many of a thread's waiters had joined before it failed everybody. */
		private final int[] toBeFailed = new int[THREADS];

		@Operation
		public void join(@Param(name = "thread") int thread) {
			doJoin(thread);
		}

		@Operation
		public void leave(@Param(name = "thread") int thread) {
			doLeave(last(thread));
		}

		@Operation
		public void deliver(@Param(name = "thread") int thread) {
			this.delivered[thread] += (doDeliver() >= 0) ? 1 : 0;
		}

		@Operation
		public void failAll(@Param(name = "thread") int thread) {
			this.queue.failAll(CLOSED);
			this.toBeFailed[thread] = this.joined[thread];
		}

		@Validate
		public void everybodyIsServedOrHasLeftOrIsInLine() {
			int undecided = 0;
			int served = 0;
			for (Waiter<Object> waiter : this.waiters) {
				undecided += (waiter != null && !waiter.isDone()) ? 1 : 0;
				served += (waiter != null && waiter.delivered() != null) ? 1 : 0;
			}
			check("waiting", this.queue.waiting(), undecided);
			int delivered = 0;
			for (int thread = 0; thread < THREADS; thread++) {
				delivered += this.delivered[thread];
				for (int i = 0; i < this.toBeFailed[thread]; i++) {
					check("undecided after failAll", waiter(thread, i).isDone() ? 0 : 1, 0);
				}
			}
			check("served", served, delivered);
			int stillInLine = 0;
			while (doDeliver() >= 0) {
				stillInLine++;
			}
			check("still in line", stillInLine, undecided);
		}

		private static void check(String what, int actual, int expected) {
			if (actual != expected) {
				throw new IllegalStateException(what + ": " + actual + " instead of " + expected);
			}
		}

	}

}
