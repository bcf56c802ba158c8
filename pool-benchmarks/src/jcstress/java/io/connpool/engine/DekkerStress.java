package io.connpool.engine;

import io.connpool.PoolClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * Each side writes its own word and then reads the other's: one of the two sees the
 * other. The same races with a whole pool around them are in {@link JoinStress} and
 * {@link GateStress}; here nothing stands between the write and the read.
 */
public class DekkerStress {

	@JCStressTest
	@Description("A releaser makes the slot idle and looks at the line; a waiter joins it and looks for an idle slot.")
	@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the releaser sees the waiter")
	@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the waiter sees the idle slot")
	@Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "both see; the claim decides")
	@Outcome(id = "false, false", expect = FORBIDDEN, desc = "a wake-up is lost: idle beside a waiter")
	@State
	public static class IdleVsJoin {

		private final Slot<Wire> slot = Slots.returning();

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> waiter = new ParkedWaiter<>(0, 0);

		@Actor
		public void releaser(ZZ_Result r) {
			this.slot.set(SlotState.IDLE);
			r.r1 = !this.queue.isEmpty();
		}

		@Actor
		public void joiner(ZZ_Result r) {
			this.queue.add(this.waiter, 10);
			r.r2 = this.slot.state() == SlotState.IDLE;
		}

	}

	@JCStressTest
	@Description("The pool closes the gate and turns the line away; a waiter joins and looks at the gate.")
	@Outcome(id = "turned away", expect = ACCEPTABLE, desc = "by one or the other")
	@Outcome(id = "waiting", expect = FORBIDDEN, desc = "waits for a pool that is closed")
	@State
	public static class GateVsJoin {

		private final Gate gate = new Gate();

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> waiter = new ParkedWaiter<>(0, 0);

		private void failAll() {
			this.queue.failAll(() -> new PoolClosedException("stress"));
		}

		@Actor
		public void closer() {
			this.gate.close();
			failAll();
		}

		@Actor
		public void joiner() {
			this.queue.add(this.waiter, 10);
			if (this.gate.isClosing()) {
				failAll();
			}
		}

		@Arbiter
		public void fate(L_Result r) {
			r.r1 = this.waiter.isDone() ? "turned away" : "waiting";
		}

	}

	@JCStressTest
	@Description("The pool closes the gate and looks for idle slots; a releaser makes one idle and looks at the gate.")
	@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the closer sees the idle slot")
	@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the releaser sees the closed gate")
	@Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "both see; the claim decides")
	@Outcome(id = "false, false", expect = FORBIDDEN, desc = "an idle connection is left in a closed pool")
	@State
	public static class GateVsIdle {

		private final Gate gate = new Gate();

		private final Slot<Wire> slot = Slots.returning();

		@Actor
		public void closer(ZZ_Result r) {
			this.gate.close();
			r.r1 = this.slot.state() == SlotState.IDLE;
		}

		@Actor
		public void releaser(ZZ_Result r) {
			this.slot.set(SlotState.IDLE);
			r.r2 = this.gate.isClosing();
		}

	}

	@JCStressTest
	@Description("A live shrink lowers the limit and looks for idle slots; a releaser makes one idle and looks at the limit.")
	@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the shrink sees the idle slot")
	@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the releaser sees the surplus")
	@Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "both see; the claim decides")
	@Outcome(id = "false, false", expect = FORBIDDEN, desc = "a surplus connection stays idle")
	@State
	public static class LimitVsIdle {

		private final Permits permits = new Permits(2);

		private final Slot<Wire> slot = Slots.returning();

		public LimitVsIdle() {
			this.permits.take();
			this.permits.take();
		}

		@Actor
		public void shrink(ZZ_Result r) {
			this.permits.limit(1);
			r.r1 = this.slot.state() == SlotState.IDLE;
		}

		@Actor
		public void releaser(ZZ_Result r) {
			this.slot.set(SlotState.IDLE);
			r.r2 = this.permits.isSurplus();
		}

	}

	@JCStressTest
	@Description("The housekeeper stops the coarse clock and looks for leases; a caller claims a slot and reads the clock.")
	@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the caller starts the clock again")
	@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the housekeeper sees the lease and goes on")
	@Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "both see; the clock goes on")
	@Outcome(id = "false, false", expect = FORBIDDEN, desc = "a lease is out and the clock stands still")
	@State
	public static class TickVsClaim {

		private final Slot<Wire> slot = Slots.idle();

		private boolean started;

		private final Tick tick = new Tick(() -> 7, () -> this.started = true);

		public TickVsClaim() {
			this.tick.advance(5);
		}

		@Actor
		public void caller(ZZ_Result r) {
			this.slot.claim(SlotState.IDLE, SlotState.ACTIVE);
			this.tick.now();
			r.r1 = this.started;
		}

		@Actor
		public void housekeeper(ZZ_Result r) {
			this.tick.stop();
			r.r2 = this.slot.state() == SlotState.ACTIVE;
		}

	}

}
