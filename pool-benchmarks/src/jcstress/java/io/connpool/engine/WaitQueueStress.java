package io.connpool.engine;

import io.connpool.PoolClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * The line loses nobody, serves nobody twice, and knows how many wait.
 */
public class WaitQueueStress {

	private static ParkedWaiter<Wire> waiter() {
		return new ParkedWaiter<>(0, 0);
	}

	@JCStressTest
	@Description("Two connections come back, and two wait.")
	@Outcome(id = "true, true, one each", expect = ACCEPTABLE, desc = "each waiter got one")
	@Outcome(expect = FORBIDDEN, desc = "a connection or a waiter is lost")
	@State
	public static class DeliverVsDeliver {

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> first = waiter();

		private final Waiter<Wire> second = waiter();

		public DeliverVsDeliver() {
			this.queue.add(this.first, 10);
			this.queue.add(this.second, 10);
		}

		@Actor
		public void one(ZZL_Result r) {
			r.r1 = this.queue.deliver(Slots.active());
		}

		@Actor
		public void other(ZZL_Result r) {
			r.r2 = this.queue.deliver(Slots.active());
		}

		@Arbiter
		public void fate(ZZL_Result r) {
			boolean each = this.first.delivered() != null && this.second.delivered() != null
					&& this.first.delivered() != this.second.delivered();
			r.r3 = (each && this.queue.waiting() == 0) ? "one each" : "unfair";
		}

	}

	@JCStressTest
	@Description("A connection comes back while the first of two in line leaves: the late one is offered on.")
	@Outcome(id = "true, false, first; 1 in line", expect = ACCEPTABLE, desc = "the first was served after all")
	@Outcome(id = "true, true, second; 0 in line", expect = ACCEPTABLE, desc = "the first left, the second was served")
	@Outcome(id = "false, .*", expect = FORBIDDEN, desc = "passed by somebody who waits")
	@Outcome(expect = FORBIDDEN, desc = "served out of turn, twice, or miscounted")
	@State
	public static class DeliverVsLeave {

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> first = waiter();

		private final Waiter<Wire> second = waiter();

		public DeliverVsLeave() {
			this.queue.add(this.first, 10);
			this.queue.add(this.second, 10);
		}

		@Actor
		public void deliverer(ZZL_Result r) {
			r.r1 = this.queue.deliver(Slots.active());
		}

		@Actor
		public void leaver(ZZL_Result r) {
			r.r2 = this.first.leave();
			if (r.r2) {
				this.queue.left(this.first);
			}
		}

		@Arbiter
		public void fate(ZZL_Result r) {
			boolean served = this.first.delivered() != null;
			r.r3 = ((served && this.second.isDone()) ? "both"
					: served ? "first" : (this.second.delivered() != null) ? "second" : "nobody") + "; "
					+ this.queue.waiting() + " in line";
		}

	}

	@JCStressTest
	@Description("A connection comes back while the pool turns everybody away.")
	@Outcome(id = "served, 0", expect = ACCEPTABLE, desc = "served just before")
	@Outcome(id = "turned away, 0", expect = ACCEPTABLE, desc = "the deliverer keeps the connection")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class DeliverVsFailAll {

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> waiter = waiter();

		private boolean delivered;

		public DeliverVsFailAll() {
			this.queue.add(this.waiter, 10);
		}

		@Actor
		public void deliverer() {
			this.delivered = this.queue.deliver(Slots.active());
		}

		@Actor
		public void closer() {
			this.queue.failAll(() -> new PoolClosedException("stress"));
		}

		@Arbiter
		public void fate(LI_Result r) {
			r.r1 = !this.waiter.isDone() ? "waiting" : (this.delivered != (this.waiter.delivered() != null)) ? "lost"
					: this.delivered ? "served" : "turned away";
			r.r2 = this.queue.waiting();
		}

	}

	@JCStressTest
	@Description("Two callers join a line that has room for one.")
	@Outcome(id = { "true, false, 1", "false, true, 1" }, expect = ACCEPTABLE, desc = "one is let in")
	@Outcome(expect = FORBIDDEN, desc = "more than max-waiting, or nobody at all")
	@State
	public static class AddVsAdd {

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		@Actor
		public void one(ZZI_Result r) {
			r.r1 = this.queue.add(waiter(), 1) >= 0;
		}

		@Actor
		public void other(ZZI_Result r) {
			r.r2 = this.queue.add(waiter(), 1) >= 0;
		}

		@Arbiter
		public void count(ZZI_Result r) {
			r.r3 = this.queue.waiting();
		}

	}

	@JCStressTest
	@Description("Somebody joins while a connection is offered to the line.")
	@Outcome(id = "served, 0", expect = ACCEPTABLE, desc = "seen and served")
	@Outcome(id = "waiting, 1", expect = ACCEPTABLE_INTERESTING,
			desc = "not seen: it must look for itself (see DekkerStress)")
	@Outcome(expect = FORBIDDEN, desc = "lost or miscounted")
	@State
	public static class AddVsDeliver {

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> waiter = waiter();

		private boolean delivered;

		@Actor
		public void joiner() {
			this.queue.add(this.waiter, 10);
		}

		@Actor
		public void deliverer() {
			this.delivered = this.queue.deliver(Slots.active());
		}

		@Arbiter
		public void fate(LI_Result r) {
			r.r1 = (this.delivered != this.waiter.isDone()) ? "lost" : this.delivered ? "served" : "waiting";
			r.r2 = this.queue.waiting();
		}

	}

	@JCStressTest
	@Description("Somebody joins while the dead are swept out of the line.")
	@Outcome(id = "served, 0", expect = ACCEPTABLE, desc = "still in line")
	@Outcome(expect = FORBIDDEN, desc = "swept out alive, or miscounted")
	@State
	public static class AddVsSweep {

		private static final int DEAD = 64;

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> waiter = waiter();

		private final Waiter<Wire> last = waiter();

		public AddVsSweep() {
			for (int i = 0; i < DEAD; i++) {
				leave(add(waiter()));
			}
			add(this.last);
		}

		private Waiter<Wire> add(Waiter<Wire> waiter) {
			this.queue.add(waiter, 1_000);
			return waiter;
		}

		private void leave(Waiter<Wire> waiter) {
			if (waiter.leave()) {
				this.queue.left(waiter);
			}
		}

		@Actor
		public void sweeper() {
			leave(this.last);
		}

		@Actor
		public void joiner() {
			add(this.waiter);
		}

		@Arbiter
		public void fate(LI_Result r) {
			this.queue.deliver(Slots.active());
			r.r1 = (this.waiter.delivered() != null) ? "served" : "lost";
			r.r2 = this.queue.waiting();
		}

	}

}
