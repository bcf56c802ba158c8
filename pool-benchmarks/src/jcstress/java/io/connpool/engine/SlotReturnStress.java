package io.connpool.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * A lease ends once, and only by its own stamp.
 */
public class SlotReturnStress {

	@JCStressTest
	@Description("Two threads end the same lease.")
	@Outcome(id = { "true, false", "false, true" }, expect = ACCEPTABLE, desc = "one counts")
	@Outcome(id = "true, true", expect = FORBIDDEN, desc = "returned twice")
	@Outcome(id = "false, false", expect = FORBIDDEN, desc = "never returned")
	@State
	public static class ReturnVsReturn {

		private final Slot<Wire> slot = Slots.active();

		private final long stamp = this.slot.word();

		@Actor
		public void one(ZZ_Result r) {
			r.r1 = this.slot.beginReturn(this.stamp);
		}

		@Actor
		public void other(ZZ_Result r) {
			r.r2 = this.slot.beginReturn(this.stamp);
		}

	}

	@JCStressTest
	@Description("The housekeeper takes a connection away while its holder gives it back.")
	@Outcome(id = "true, false, RETURNING", expect = ACCEPTABLE, desc = "given back")
	@Outcome(id = "false, true, CLOSING", expect = ACCEPTABLE, desc = "taken away")
	@Outcome(expect = FORBIDDEN, desc = "two owners, or none")
	@State
	public static class ReturnVsSeize {

		private final Slot<Wire> slot = Slots.active();

		private final long stamp = this.slot.word();

		@Actor
		public void holder(ZZL_Result r) {
			r.r1 = this.slot.beginReturn(this.stamp);
		}

		@Actor
		public void housekeeper(ZZL_Result r) {
			r.r2 = this.slot.seize(this.stamp, SlotState.CLOSING);
		}

		@Arbiter
		public void state(ZZL_Result r) {
			r.r3 = SlotState.name(this.slot.state());
		}

	}

	@JCStressTest
	@Description("A lease is closed again while its connection is given back and lent to the next (ABA).")
	@Outcome(id = "true, false, in force", expect = ACCEPTABLE, desc = "the next lease is untouched")
	@Outcome(id = "false, true, none", expect = ACCEPTABLE, desc = "the other close came first")
	@Outcome(id = "true, true, ended", expect = FORBIDDEN, desc = "a stale lease gave the next one's connection back")
	@Outcome(expect = FORBIDDEN, desc = "two owners, or none")
	@State
	public static class StaleReturnVsNextLease {

		private final Slot<Wire> slot = Slots.active();

		private final long stamp = this.slot.word();

		private long next;

		@Actor
		public void lending(ZZL_Result r) {
			r.r1 = this.slot.beginReturn(this.stamp);
			if (r.r1) {
				this.slot.set(SlotState.IDLE);
				if (this.slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
					this.next = this.slot.word();
				}
			}
		}

		@Actor
		public void stale(ZZL_Result r) {
			r.r2 = this.slot.beginReturn(this.stamp);
		}

		@Arbiter
		public void next(ZZL_Result r) {
			r.r3 = (this.next == 0) ? "none" : (this.slot.word() == this.next) ? "in force" : "ended";
		}

	}

	@JCStressTest
	@Description("The housekeeper takes away the lease it has watched while that connection goes to the next holder.")
	@Outcome(id = "true, false, in force", expect = ACCEPTABLE, desc = "the next lease is untouched")
	@Outcome(id = "false, true, none", expect = ACCEPTABLE, desc = "taken away in time")
	@Outcome(expect = FORBIDDEN, desc = "the next holder's connection was taken away")
	@State
	public static class StaleSeizeVsNextLease {

		private final Slot<Wire> slot = Slots.active();

		private final long watched = this.slot.word();

		private long next;

		@Actor
		public void lending(ZZL_Result r) {
			r.r1 = this.slot.beginReturn(this.watched);
			if (r.r1) {
				this.slot.set(SlotState.ACTIVE);
				this.next = this.slot.word();
			}
		}

		@Actor
		public void housekeeper(ZZL_Result r) {
			r.r2 = this.slot.seize(this.watched, SlotState.CLOSING);
		}

		@Arbiter
		public void next(ZZL_Result r) {
			r.r3 = (this.next == 0) ? "none" : (this.slot.word() == this.next) ? "in force" : "ended";
		}

	}

}
