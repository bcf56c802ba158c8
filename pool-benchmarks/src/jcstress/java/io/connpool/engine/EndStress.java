package io.connpool.engine;

import io.connpool.Lease;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLJ_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * A lease is closed in the instant in which somebody asks for the end of its connection.
 */
public class EndStress {

	@JCStressTest
	@Description("A lease is closed while all connections are told to go.")
	@Outcome(id = "empty", expect = ACCEPTABLE, desc = "closed, by one or the other, or by the housekeeper")
	@Outcome(id = "1 idle", expect = FORBIDDEN, desc = "an old connection stays idle")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost")
	@State
	public static class CloseVsEvict extends OneLease {

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void operator() {
			this.rig.pool.evictAll();
		}

		@Arbiter
		public void fate(L_Result r) {
			r.r1 = this.rig.settle().places();
		}

	}

	@JCStressTest
	@Description("One of two leases is closed while the pool shrinks to one.")
	@Outcome(id = "1 active, 1 idle", expect = ACCEPTABLE,
			desc = "closed, by one or the other, or by the housekeeper; the last one stays")
	@Outcome(id = "1 active 1 idle, .*", expect = FORBIDDEN, desc = "a surplus connection stays idle")
	@Outcome(id = ".*, empty", expect = FORBIDDEN, desc = "one too many is closed")
	@Outcome(expect = FORBIDDEN, desc = "the permits do not balance")
	@State
	public static class CloseVsShrink extends OneLease {

		private final Lease<Wire> second;

		public CloseVsShrink() {
			super(new StressRig((builder) -> builder.maxSize(2)));
			this.second = this.rig.lease();
		}

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void operator() {
			this.rig.pool.resize(0, 1);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = this.rig.settle().places();
			this.second.close();
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("Both leases of a pool that shrank to one are closed.")
	@Outcome(id = "1 idle, lent", expect = ACCEPTABLE, desc = "exactly the surplus is closed")
	@Outcome(id = "2 idle, .*", expect = FORBIDDEN, desc = "a surplus connection stays")
	@Outcome(id = "empty, .*", expect = FORBIDDEN, desc = "one too many is closed")
	@Outcome(expect = FORBIDDEN, desc = "the permits do not balance")
	@State
	public static class CloseVsCloseOfSurplus extends OneLease {

		private final Lease<Wire> second;

		public CloseVsCloseOfSurplus() {
			super(new StressRig((builder) -> builder.maxSize(2)));
			this.second = this.rig.lease();
			this.rig.pool.resize(0, 1);
		}

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void other() {
			this.second.close();
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = this.rig.places();
			r.r2 = next();
		}

	}

	@JCStressTest
	@Description("A lease is closed while another thread retires its connection.")
	@Outcome(id = "empty, not lent, 0", expect = ACCEPTABLE, desc = "retired in time")
	@Outcome(id = "1 idle, lent, 1", expect = ACCEPTABLE, desc = "too late, and noted as stale")
	@Outcome(id = "1 idle, not lent, 0", expect = ACCEPTABLE_INTERESTING,
			desc = "in between: idle, and closed by whoever looks at it next")
	@Outcome(id = "1 idle, lent, 0", expect = FORBIDDEN, desc = "a retired connection is lent")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost")
	@State
	public static class CloseVsRetire extends OneLease {

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void other() {
			this.lease.retire();
		}

		@Arbiter
		public void fate(LLJ_Result r) {
			r.r1 = this.rig.places();
			r.r2 = next();
			r.r3 = this.rig.stale();
		}

	}

	@JCStressTest
	@Description("A lease is closed while the housekeeper asks for the end of its connection, for its age.")
	@Outcome(id = "empty, not lent", expect = ACCEPTABLE, desc = "closed, by one or the other")
	@Outcome(id = "1 idle, not lent", expect = ACCEPTABLE_INTERESTING,
			desc = "in between: idle, and closed by whoever looks at it next")
	@Outcome(id = "1 idle, lent", expect = FORBIDDEN, desc = "a connection at its end is lent")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost")
	@State
	public static class CloseVsExpire extends OneLease {

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void housekeeper() {
			this.rig.pool.expire(this.rig.pool.table.slots()[0]);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = this.rig.places();
			r.r2 = next();
		}

	}

}
