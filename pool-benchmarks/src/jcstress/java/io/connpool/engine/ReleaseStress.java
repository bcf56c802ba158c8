package io.connpool.engine;

import java.time.Duration;

import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.LeaseTimeAction;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LJ_Result;
import org.openjdk.jcstress.infra.results.LLJ_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * A lease is closed in the instant in which somebody else ends it.
 */
public class ReleaseStress {

	@JCStressTest
	@Description("Two threads close the same lease.")
	@Outcome(id = "1 idle, 1", expect = ACCEPTABLE, desc = "one counts, the other is noted as stale")
	@Outcome(expect = FORBIDDEN, desc = "returned twice, or never")
	@State
	public static class CloseVsClose extends OneLease {

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void other() {
			this.lease.close();
		}

		@Arbiter
		public void fate(LJ_Result r) {
			r.r1 = this.rig.places();
			r.r2 = this.rig.stale();
		}

	}

	@JCStressTest
	@Description("A lease is closed while another thread invalidates it.")
	@Outcome(id = "1 idle, 1", expect = ACCEPTABLE, desc = "closed first; to invalidate it comes too late")
	@Outcome(id = "empty, [01]", expect = ACCEPTABLE, desc = "invalidated first; the close is expected or stale")
	@Outcome(expect = FORBIDDEN, desc = "both, or neither")
	@State
	public static class CloseVsInvalidate extends OneLease {

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void other() {
			this.lease.invalidate(new IllegalStateException());
		}

		@Arbiter
		public void fate(LJ_Result r) {
			r.r1 = this.rig.places();
			r.r2 = this.rig.stale();
		}

	}

	@JCStressTest
	@Description("A stale lease is closed again while its connection is lent to the next caller (ABA).")
	@Outcome(id = "served, 1 active, 1", expect = ACCEPTABLE, desc = "the next lease is untouched")
	@Outcome(id = "none, 1 idle, 1", expect = ACCEPTABLE, desc = "the other close was the one that counts")
	@Outcome(id = "ended, .*", expect = FORBIDDEN, desc = "a stale lease gave the next one's connection back")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost")
	@State
	public static class CloseVsNextLease extends OneLease {

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void stale(LLJ_Result r) {
			this.lease.close();
			r.r1 = this.rig.pool.tryAcquire();
		}

		@Arbiter
		@SuppressWarnings("unchecked")
		public void fate(LLJ_Result r) {
			r.r1 = StressRig.fate((Lease<Wire>) r.r1);
			r.r2 = this.rig.places();
			r.r3 = this.rig.stale();
		}

	}

	@JCStressTest
	@Description("A lease is closed while the housekeeper reclaims it, because it was held too long.")
	@Outcome(id = "1 idle, 0, 0", expect = ACCEPTABLE, desc = "closed in time")
	@Outcome(id = "empty, 1, 1", expect = ACCEPTABLE, desc = "reclaimed; the close is stale")
	@Outcome(expect = FORBIDDEN, desc = "both, or neither")
	@State
	public static class CloseVsReclaim extends OneLease {

		public CloseVsReclaim() {
			super(new StressRig(
					(builder) -> builder.maxLeaseTime(Duration.ofSeconds(1)).onMaxLeaseTime(LeaseTimeAction.RECLAIM)));
			this.rig.pass(Duration.ofMillis(1));
		}

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void housekeeper() {
			this.rig.pass(Duration.ofSeconds(2));
		}

		@Arbiter
		public void fate(LLJ_Result r) {
			r.r1 = this.rig.places();
			r.r2 = String.valueOf(this.rig.closed(CloseReason.RECLAIMED));
			r.r3 = this.rig.stale();
		}

	}

	@JCStressTest
	@Description("A lease is closed while the pool, being closed without patience, aborts it.")
	@Outcome(id = "empty CLOSED, [01]", expect = ACCEPTABLE,
			desc = "ended once, by one or the other, or by the housekeeper")
	@Outcome(id = ".*CLOSING.*", expect = FORBIDDEN, desc = "the end of the pool was missed")
	@Outcome(expect = FORBIDDEN, desc = "both, or neither")
	@State
	public static class CloseVsEndOfDrain extends OneLease {

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void closer() {
			this.rig.pool.closeAsync(Duration.ZERO);
		}

		@Arbiter
		public void fate(LJ_Result r) {
			r.r1 = this.rig.settle().places() + " " + this.rig.pool.gate.state();
			r.r2 = this.rig.stale();
		}

	}

}
