package io.connpool.engine;

import java.time.Duration;

import io.connpool.CloseReason;
import io.connpool.Lease;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * The housekeeper gives a call into the factory up, in the instant in which it ends.
 */
public class GiveUpStress {

	@JCStressTest
	@Description("An open ends while the housekeeper gives it up for its time.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "in time")
	@Outcome(id = "failed, empty", expect = ACCEPTABLE, desc = "given up; what came late was closed")
	@Outcome(id = "failed, 1 idle", expect = ACCEPTABLE_INTERESTING, desc = "given up; the probe after it succeeded")
	@Outcome(id = "failed, unbalanced.*", expect = FORBIDDEN, desc = "a connection that nobody knows, or a lost permit")
	@Outcome(expect = FORBIDDEN, desc = "both, or neither")
	@State
	public static class OpenVsGiveUp extends OneOpen {

		@Actor
		public void worker() {
			open();
		}

		@Actor
		public void housekeeper() {
			this.rig.pass(Duration.ofSeconds(30));
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r2 = this.rig.settle().left();
			r.r1 = StressRig.fate(this.waiting);
		}

	}

	@JCStressTest
	@Description("A close ends while the housekeeper gives it up for its time.")
	@Outcome(id = "1, empty", expect = ACCEPTABLE, desc = "its place is freed once")
	@Outcome(expect = FORBIDDEN, desc = "freed twice or never, or quarantined for ever")
	@State
	public static class CloseVsGiveUp {

		private final StressRig rig = new StressRig();

		public CloseVsGiveUp() {
			Lease<Wire> lease = this.rig.lease();
			this.rig.tasks.hold();
			lease.invalidate(new IllegalStateException());
			this.rig.tasks.flow();
		}

		@Actor
		public void worker() {
			this.rig.tasks.runHeld();
		}

		@Actor
		public void housekeeper() {
			this.rig.stagger();
			this.rig.pass(Duration.ofSeconds(30));
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r2 = this.rig.settle().left();
			r.r1 = this.rig.closed(CloseReason.INVALIDATED);
		}

	}

}
