package io.connpool.engine;

import java.util.Arrays;

import io.connpool.IdleOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * What belongs to nobody is claimed by one.
 */
public class SlotClaimStress {

	private static int index(SlotTable<Wire> table, Slot<Wire> slot) {
		return Arrays.asList(table.slots()).indexOf(slot);
	}

	@JCStressTest
	@Description("Two callers claim the one idle connection.")
	@Outcome(id = { "true, false", "false, true" }, expect = ACCEPTABLE, desc = "one gets it")
	@Outcome(id = "true, true", expect = FORBIDDEN, desc = "lent to both")
	@Outcome(id = "false, false", expect = FORBIDDEN, desc = "idle, and nobody got it")
	@State
	public static class ClaimVsClaim {

		private final Slot<Wire> slot = Slots.idle();

		@Actor
		public void one(ZZ_Result r) {
			r.r1 = this.slot.claim(SlotState.IDLE, SlotState.ACTIVE);
		}

		@Actor
		public void other(ZZ_Result r) {
			r.r2 = this.slot.claim(SlotState.IDLE, SlotState.ACTIVE);
		}

	}

	@JCStressTest
	@Description("Two callers pick one of two idle connections in an exact order.")
	@Outcome(id = { "0, 1", "1, 0" }, expect = ACCEPTABLE, desc = "one each")
	@Outcome(id = { "0, 0", "1, 1" }, expect = FORBIDDEN, desc = "one connection lent to both")
	@Outcome(expect = FORBIDDEN, desc = "idle, and nobody got it")
	@State
	public static class PickVsPick {

		private final SlotTable<Wire> table = new SlotTable<>(null, 2, IdleOrder.MRU);

		public PickVsPick() {
			for (Slot<Wire> slot : this.table.slots()) {
				slot.claim(SlotState.EMPTY, SlotState.OPENING);
				this.table.picker().opened(slot);
				slot.set(SlotState.IDLE);
			}
		}

		@Actor
		public void one(II_Result r) {
			r.r1 = index(this.table, this.table.claimIdle());
		}

		@Actor
		public void other(II_Result r) {
			r.r2 = index(this.table, this.table.claimIdle());
		}

	}

	@JCStressTest
	@Description("Two opens take a place, and there is one permit for two places.")
	@Outcome(id = { "0, -1", "-1, 0" }, expect = ACCEPTABLE, desc = "one gets a place")
	@Outcome(id = "-1, -1", expect = FORBIDDEN, desc = "a permit is lost")
	@Outcome(expect = FORBIDDEN, desc = "more places than permits")
	@State
	public static class LastPlaceVsLastPlace {

		private final SlotTable<Wire> table = new SlotTable<>(null, 2, IdleOrder.AFFINITY);

		public LastPlaceVsLastPlace() {
			this.table.resize(1);
		}

		@Actor
		public void one(II_Result r) {
			r.r1 = index(this.table, this.table.takePlace());
		}

		@Actor
		public void other(II_Result r) {
			r.r2 = index(this.table, this.table.takePlace());
		}

	}

	@JCStressTest
	@Description("A place is freed while another open takes it and writes its fields.")
	@Outcome(id = "-1, 0, 0", expect = ACCEPTABLE, desc = "taken too early")
	@Outcome(id = "0, 7, 1", expect = ACCEPTABLE, desc = "freed, then taken")
	@Outcome(id = "0, 0, 1", expect = FORBIDDEN, desc = "whoever freed it wrote into what was another's")
	@Outcome(expect = FORBIDDEN, desc = "the books do not balance")
	@State
	public static class FreePlaceVsTakePlace {

		private final SlotTable<Wire> table = new SlotTable<>(null, 1, IdleOrder.AFFINITY);

		private final Slot<Wire> slot = this.table.takePlace();

		public FreePlaceVsTakePlace() {
			this.table.permits().closing();
			this.slot.set(SlotState.CLOSING);
		}

		@Actor
		public void closer() {
			this.table.freeClosing(this.slot);
		}

		@Actor
		public void opener(III_Result r) {
			Slot<Wire> taken = this.table.takePlace();
			r.r1 = index(this.table, taken);
			if (taken != null) {
				taken.connectionId = 7;
			}
		}

		@Arbiter
		public void books(III_Result r) {
			r.r2 = (int) this.slot.connectionId;
			r.r3 = this.table.permits().taken();
		}

	}

}
