package io.connpool.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * The housekeeper forgets the thread that held an idle connection last, in the instant in
 * which the connection is claimed.
 */
public class HolderStress {

	/** What the housekeeper does to a slot that it finds idle. */
	private static void visit(Slot<Wire> slot) {
		long word = slot.word();
		if (SlotState.stateOf(word) == SlotState.IDLE) {
			slot.forgetHolder(word);
		}
	}

	private static String holder(Slot<Wire> slot, Thread caller) {
		Thread holder = slot.holder();
		return (holder == null) ? "nobody" : (holder == caller) ? "caller" : "another";
	}

	@JCStressTest
	@Description("A thread claims the connection that it held last, and so has no need to write its name.")
	@Outcome(id = "caller", expect = ACCEPTABLE, desc = "its name is known")
	@Outcome(id = "nobody", expect = FORBIDDEN, desc = "a lease of nobody")
	@Outcome(expect = FORBIDDEN, desc = "another's name")
	@State
	public static class ForgetVsSameHolder {

		private final Slot<Wire> slot = Slots.active();

		private Thread caller;

		@Actor
		public void caller() {
			this.caller = Thread.currentThread();
			this.slot.heldBy(this.caller);
			this.slot.set(SlotState.IDLE);
			this.slot.claim(SlotState.IDLE, SlotState.ACTIVE);
			this.slot.heldBy(this.caller);
		}

		@Actor
		public void housekeeper() {
			visit(this.slot);
		}

		@Arbiter
		public void fate(L_Result r) {
			r.r1 = holder(this.slot, this.caller);
		}

	}

	@JCStressTest
	@Description("A thread claims a connection that another held last.")
	@Outcome(id = "caller", expect = ACCEPTABLE, desc = "its name is known")
	@Outcome(id = "nobody", expect = FORBIDDEN, desc = "a lease of nobody")
	@Outcome(id = "another", expect = FORBIDDEN, desc = "the last holder's name was put back over it")
	@State
	public static class ForgetVsNextHolder {

		private static final Thread LAST = new Thread();

		private final Slot<Wire> slot = Slots.active();

		private Thread caller;

		public ForgetVsNextHolder() {
			this.slot.heldBy(LAST);
			this.slot.set(SlotState.IDLE);
		}

		@Actor
		public void caller() {
			this.caller = Thread.currentThread();
			this.slot.claim(SlotState.IDLE, SlotState.ACTIVE);
			this.slot.heldBy(this.caller);
		}

		@Actor
		public void housekeeper() {
			visit(this.slot);
		}

		@Arbiter
		public void fate(L_Result r) {
			r.r1 = holder(this.slot, this.caller);
		}

	}

	@JCStressTest
	@Description("An idle connection is claimed, closed and forgotten.")
	@Outcome(id = "nobody", expect = ACCEPTABLE, desc = "its last holder is forgotten")
	@Outcome(id = "another", expect = FORBIDDEN, desc = "its name was put back: an empty place keeps the thread")
	@Outcome(expect = FORBIDDEN, desc = "a name from nowhere")
	@State
	public static class ForgetVsEnd {

		private static final Thread LAST = new Thread();

		private final Slot<Wire> slot = Slots.active();

		public ForgetVsEnd() {
			this.slot.heldBy(LAST);
			this.slot.set(SlotState.IDLE);
		}

		@Actor
		public void closer() {
			this.slot.claim(SlotState.IDLE, SlotState.ACTIVE);
			this.slot.set(SlotState.CLOSING);
			this.slot.forgetConnection();
			this.slot.set(SlotState.EMPTY);
		}

		@Actor
		public void housekeeper() {
			visit(this.slot);
		}

		@Arbiter
		public void fate(L_Result r) {
			r.r1 = holder(this.slot, null);
		}

	}

}
