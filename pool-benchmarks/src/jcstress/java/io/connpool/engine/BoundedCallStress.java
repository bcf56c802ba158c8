package io.connpool.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * A call either ends or is given up, and one thread goes on with the slot.
 */
public class BoundedCallStress {

	/**
	 * A call that takes no time, and counts what it is told.
	 */
	static final class Call extends BoundedCall {

		private int called;

		private int ended;

		private int overran;

		private int endedLate;

		Call() {
			super("call", 0, 1);
		}

		@Override
		long now() {
			return 0;
		}

		@Override
		void call() {
			this.called++;
		}

		@Override
		void ended(Throwable failure) {
			this.ended++;
		}

		@Override
		void endedLate(Throwable failure) {
			this.endedLate++;
		}

		@Override
		void overran() {
			this.overran++;
		}

		/** Says who went on with the slot, and who cleaned up. */
		String fate() {
			int owners = this.ended + this.overran;
			if (owners != 1 || this.endedLate != this.overran) {
				return this.ended + " ended, " + this.overran + " overran, " + this.endedLate + " late";
			}
			return (this.ended == 1) ? "ended" : (this.called == 0) ? "never called" : "late";
		}

	}

	@JCStressTest
	@Description("A call ends, the housekeeper gives it up, and the thread goes on to its next task.")
	@Outcome(id = "ended, false", expect = ACCEPTABLE, desc = "in time")
	@Outcome(id = "late, false", expect = ACCEPTABLE, desc = "given up; its thread cleans up")
	@Outcome(id = "never called, false", expect = ACCEPTABLE, desc = "given up before it began")
	@Outcome(id = ".*, true", expect = FORBIDDEN, desc = "the interrupt reaches the thread's next task")
	@Outcome(expect = FORBIDDEN, desc = "two owners of the slot, or none; or nobody cleans up")
	@State
	public static class EndVsGiveUp {

		private final Call call = new Call();

		@Actor
		public void worker(LZ_Result r) {
			this.call.run();
			r.r2 = Thread.interrupted();
		}

		@Actor
		public void housekeeper() {
			if (this.call.abandon()) {
				this.call.overran();
			}
		}

		@Arbiter
		public void fate(LZ_Result r) {
			r.r1 = this.call.fate();
		}

	}

	@JCStressTest
	@Description("Two threads give the same call up, which nobody runs: the housekeeper, and a probe or close.")
	@Outcome(id = { "true, false, never called", "false, true, never called" }, expect = ACCEPTABLE,
			desc = "one goes on")
	@Outcome(expect = FORBIDDEN, desc = "both go on with the slot, or neither")
	@State
	public static class GiveUpVsGiveUp {

		private final Call call = new Call();

		@Actor
		public void one(ZZL_Result r) {
			r.r1 = this.call.abandon();
		}

		@Actor
		public void other(ZZL_Result r) {
			r.r2 = this.call.abandon();
		}

		@Arbiter
		public void fate(ZZL_Result r) {
			this.call.overran();
			this.call.run();
			r.r3 = this.call.fate();
		}

	}

	@JCStressTest
	@Description("Two calls overrun, and there is room for one in quarantine.")
	@Outcome(id = { "true, false, 1", "false, true, 1" }, expect = ACCEPTABLE, desc = "one is admitted")
	@Outcome(expect = FORBIDDEN, desc = "beyond the cap, or none")
	@State
	public static class QuarantineVsQuarantine {

		private final Quarantine quarantine = new Quarantine(1);

		@Actor
		public void one(ZZI_Result r) {
			r.r1 = this.quarantine.admit(new Call());
		}

		@Actor
		public void other(ZZI_Result r) {
			r.r2 = this.quarantine.admit(new Call());
		}

		@Arbiter
		public void size(ZZI_Result r) {
			r.r3 = this.quarantine.size();
		}

	}

	@JCStressTest
	@Description("Two threads put the same call into quarantine, and it leaves once.")
	@Outcome(id = { "true, false, 0", "false, true, 0" }, expect = ACCEPTABLE, desc = "one admits it")
	@Outcome(expect = FORBIDDEN, desc = "counted twice: quarantine never empties")
	@State
	public static class QuarantineOfOneCall {

		private final Quarantine quarantine = new Quarantine(2);

		private final Call call = new Call();

		@Actor
		public void one(ZZI_Result r) {
			r.r1 = this.quarantine.admit(this.call);
		}

		@Actor
		public void other(ZZI_Result r) {
			r.r2 = this.quarantine.admit(this.call);
		}

		@Arbiter
		public void size(ZZI_Result r) {
			this.quarantine.release(this.call);
			r.r3 = this.quarantine.size();
		}

	}

}
