package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.Lease;
import io.connpool.PoolException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * The only connection is handed over in the instant in which its waiter goes away: one
 * side gets it, and a late one is offered on.
 */
public class HandOffStress {

	/**
	 * One connection, which is out, and one caller in line for it.
	 */
	abstract static class OneWaiter {

		final StressRig rig = new StressRig();

		final Lease<Wire> lease = this.rig.lease();

		final CompletableFuture<Lease<Wire>> waiting = this.rig.ask();

	}

	@JCStressTest
	@Description("A connection comes back while the housekeeper times its waiter out.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "handed over")
	@Outcome(id = "timed out, 1 idle", expect = ACCEPTABLE, desc = "timed out; the connection is idle")
	@Outcome(id = "timed out, 1 active", expect = FORBIDDEN, desc = "a connection lent to nobody")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class HandOffVsTimeOut extends OneWaiter {

		@Actor
		public void holder() {
			this.rig.stagger();
			this.lease.close();
		}

		@Actor
		public void housekeeper() {
			this.rig.pass(StressRig.LONG);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("A connection comes back while a caller who does not want to wait joins the line and leaves it.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "got it")
	@Outcome(id = "timed out, 1 idle", expect = ACCEPTABLE, desc = "left; the connection is idle")
	@Outcome(expect = FORBIDDEN, desc = "a caller or a connection is lost")
	@State
	public static class HandOffVsNoWait {

		private final StressRig rig = new StressRig();

		private final Lease<Wire> lease = this.rig.lease();

		@Actor
		public void holder() {
			this.rig.stagger();
			this.lease.close();
		}

		@Actor
		public void caller(LL_Result r) {
			try {
				r.r1 = StressRig.fate(this.rig.pool.acquire(Duration.ZERO));
			}
			catch (PoolException | InterruptedException ex) {
				r.r1 = StressRig.fate(ex);
			}
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("A connection comes back while the thread that waits for it is interrupted.")
	@Outcome(id = "served, interrupt kept, 1 active", expect = ACCEPTABLE, desc = "handed over, and still interrupted")
	@Outcome(id = "interrupted, interrupt taken, 1 idle", expect = ACCEPTABLE, desc = "left; the connection is idle")
	@Outcome(id = "served, interrupt taken, .*", expect = FORBIDDEN, desc = "an interrupt is lost")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class HandOffVsInterrupt {

		private final StressRig rig = new StressRig();

		private final Lease<Wire> lease = this.rig.lease();

		@Actor
		public void holder() {
			this.rig.stagger();
			this.lease.close();
		}

		@Actor
		public void waiter(LLL_Result r) {
			Thread.currentThread().interrupt();
			try {
				r.r1 = StressRig.fate(this.rig.pool.line.acquire(StressRig.LONG));
			}
			catch (InterruptedException ex) {
				r.r1 = "interrupted";
			}
			r.r2 = Thread.interrupted() ? "interrupt kept" : "interrupt taken";
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r3 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("A connection comes back while the future that waits for it is cancelled.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "handed over")
	@Outcome(id = "cancelled, 1 idle", expect = ACCEPTABLE, desc = "cancelled; the connection is idle")
	@Outcome(id = "cancelled, 1 active", expect = FORBIDDEN, desc = "a connection lent to nobody")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class HandOffVsCancel extends OneWaiter {

		@Actor
		public void holder() {
			this.lease.close();
		}

		@Actor
		public void canceller() {
			this.rig.stagger();
			this.waiting.cancel(false);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("A connection comes back while the first of two in line is cancelled: it is offered on.")
	@Outcome(id = "served, waiting, 1 active", expect = ACCEPTABLE, desc = "the first got it")
	@Outcome(id = "cancelled, served, 1 active", expect = ACCEPTABLE, desc = "the second got it")
	@Outcome(id = "cancelled, waiting, .*", expect = FORBIDDEN, desc = "a connection passes by the second in line")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class HandOffVsCancelOfTheFirst extends OneWaiter {

		private final CompletableFuture<Lease<Wire>> second = this.rig.ask();

		@Actor
		public void holder() {
			this.lease.close();
		}

		@Actor
		public void canceller() {
			this.rig.stagger();
			this.waiting.cancel(false);
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = StressRig.fate(this.second);
			r.r3 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("A connection comes back while the pool is closed and turns its waiter away.")
	@Outcome(id = "served, 1 active, CLOSED empty", expect = ACCEPTABLE, desc = "handed over; the close waits for it")
	@Outcome(id = "turned away, empty, CLOSED empty", expect = ACCEPTABLE,
			desc = "turned away; the connection is closed")
	@Outcome(id = ".*idle.*", expect = FORBIDDEN, desc = "an idle connection is left in a closed pool")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost, or the pool never ends")
	@State
	public static class HandOffVsClose extends OneWaiter {

		@Actor
		public void holder() {
			this.lease.close();
		}

		@Actor
		public void closer() {
			this.rig.stagger();
			this.rig.pool.closeAsync(StressRig.LONG);
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = this.rig.places();
			if (r.r1.equals("served")) {
				this.waiting.join().close();
			}
			r.r3 = this.rig.pool.gate.state() + " " + this.rig.places();
		}

	}

	@JCStressTest
	@Description("Two connections come back, and two wait.")
	@Outcome(id = "served, served, 2 active", expect = ACCEPTABLE, desc = "one each")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class HandOffVsHandOff {

		private final StressRig rig = new StressRig((builder) -> builder.maxSize(2));

		private final Lease<Wire> one = this.rig.lease();

		private final Lease<Wire> other = this.rig.lease();

		private final CompletableFuture<Lease<Wire>> first = this.rig.ask();

		private final CompletableFuture<Lease<Wire>> second = this.rig.ask();

		@Actor
		public void one() {
			this.one.close();
		}

		@Actor
		public void other() {
			this.other.close();
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r1 = StressRig.fate(this.first);
			r.r2 = StressRig.fate(this.second);
			r.r3 = this.rig.places();
		}

	}

}
