package io.connpool.engine;

import io.connpool.PoolClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * The outcome of a waiter is decided once.
 */
public class WaiterStress {

	/**
	 * One waiter, and what became of it.
	 */
	abstract static class OneWaiter {

		final Waiter<Wire> waiter = new ParkedWaiter<>(0, 0);

		final Slot<Wire> slot = Slots.active();

		final boolean fail() {
			return this.waiter.fail(() -> new PoolClosedException("stress"));
		}

		final String fate() {
			return !this.waiter.isDone() ? "waiting" : (this.waiter.delivered() != null) ? "served"
					: (this.waiter.failure() != null) ? "failed" : "left";
		}

	}

	@JCStressTest
	@Description("A connection is delivered while its waiter leaves: time-out, interrupt or cancel.")
	@Outcome(id = "true, false, served", expect = ACCEPTABLE, desc = "delivered; the leaver takes it after all")
	@Outcome(id = "false, true, left", expect = ACCEPTABLE, desc = "left; the deliverer keeps it for the next")
	@Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "a connection delivered to nobody")
	@Outcome(id = "false, false, .*", expect = FORBIDDEN, desc = "a waiter that neither left nor was served")
	@Outcome(expect = FORBIDDEN, desc = "the outcome is another's")
	@State
	public static class DeliverVsLeave extends OneWaiter {

		@Actor
		public void deliverer(ZZL_Result r) {
			r.r1 = this.waiter.deliver(this.slot);
		}

		@Actor
		public void leaver(ZZL_Result r) {
			r.r2 = this.waiter.leave();
		}

		@Arbiter
		public void fate(ZZL_Result r) {
			r.r3 = fate();
		}

	}

	@JCStressTest
	@Description("A connection is delivered while the pool fails its waiter: close, or the last open failed.")
	@Outcome(id = "true, false, served", expect = ACCEPTABLE, desc = "delivered")
	@Outcome(id = "false, true, failed", expect = ACCEPTABLE, desc = "failed; the deliverer keeps the connection")
	@Outcome(expect = FORBIDDEN, desc = "both, or neither")
	@State
	public static class DeliverVsFail extends OneWaiter {

		@Actor
		public void deliverer(ZZL_Result r) {
			r.r1 = this.waiter.deliver(this.slot);
		}

		@Actor
		public void closer(ZZL_Result r) {
			r.r2 = fail();
		}

		@Arbiter
		public void fate(ZZL_Result r) {
			r.r3 = fate();
		}

	}

	@JCStressTest
	@Description("The pool fails a waiter while it leaves.")
	@Outcome(id = "true, false, failed", expect = ACCEPTABLE, desc = "failed")
	@Outcome(id = "false, true, left", expect = ACCEPTABLE, desc = "left")
	@Outcome(expect = FORBIDDEN, desc = "both, or neither: counted out of the line twice, or never")
	@State
	public static class FailVsLeave extends OneWaiter {

		@Actor
		public void closer(ZZL_Result r) {
			r.r1 = fail();
		}

		@Actor
		public void leaver(ZZL_Result r) {
			r.r2 = this.waiter.leave();
		}

		@Arbiter
		public void fate(ZZL_Result r) {
			r.r3 = fate();
		}

	}

	@JCStressTest
	@Description("Two connections are delivered to one waiter.")
	@Outcome(id = "true, false, one's", expect = ACCEPTABLE, desc = "the other keeps his connection")
	@Outcome(id = "false, true, other's", expect = ACCEPTABLE, desc = "the one keeps his connection")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost")
	@State
	public static class DeliverVsDeliver extends OneWaiter {

		private final Slot<Wire> second = Slots.active();

		@Actor
		public void one(ZZL_Result r) {
			r.r1 = this.waiter.deliver(this.slot);
		}

		@Actor
		public void other(ZZL_Result r) {
			r.r2 = this.waiter.deliver(this.second);
		}

		@Arbiter
		public void fate(ZZL_Result r) {
			r.r3 = (this.waiter.delivered() == this.slot) ? "one's" : "other's";
		}

	}

}
