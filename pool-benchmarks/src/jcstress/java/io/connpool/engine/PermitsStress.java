package io.connpool.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * Never more places than the limit, none lost, and exactly the surplus goes.
 */
public class PermitsStress {

	private static Permits taken(int limit, int taken) {
		Permits permits = new Permits(taken);
		for (int i = 0; i < taken; i++) {
			permits.take();
		}
		permits.limit(limit);
		return permits;
	}

	private static String books(Permits permits) {
		return permits.taken() + (permits.isSurplus() ? " taken and surplus" : " taken");
	}

	@JCStressTest
	@Description("Two opens take the last permit.")
	@Outcome(id = { "true, false, 1 taken", "false, true, 1 taken" }, expect = ACCEPTABLE, desc = "one gets it")
	@Outcome(expect = FORBIDDEN, desc = "beyond the limit, or lost")
	@State
	public static class TakeVsTake {

		private final Permits permits = new Permits(1);

		@Actor
		public void one(ZZL_Result r) {
			r.r1 = this.permits.take();
		}

		@Actor
		public void other(ZZL_Result r) {
			r.r2 = this.permits.take();
		}

		@Arbiter
		public void books(ZZL_Result r) {
			r.r3 = PermitsStress.books(this.permits);
		}

	}

	@JCStressTest
	@Description("A failed open gives its permit back while another takes one.")
	@Outcome(id = "true, 1 taken", expect = ACCEPTABLE, desc = "given back, then taken")
	@Outcome(id = "false, 0 taken", expect = ACCEPTABLE, desc = "asked too early")
	@Outcome(expect = FORBIDDEN, desc = "beyond the limit, or lost")
	@State
	public static class GiveBackVsTake {

		private final Permits permits = taken(1, 1);

		@Actor
		public void failed() {
			this.permits.giveBack();
		}

		@Actor
		public void opener(ZL_Result r) {
			r.r1 = this.permits.take();
		}

		@Arbiter
		public void books(ZL_Result r) {
			r.r2 = PermitsStress.books(this.permits);
		}

	}

	@JCStressTest
	@Description("A close ends while an open takes a permit.")
	@Outcome(id = "true, 1 taken", expect = ACCEPTABLE, desc = "closed, then taken")
	@Outcome(id = "false, 0 taken", expect = ACCEPTABLE, desc = "asked too early")
	@Outcome(expect = FORBIDDEN, desc = "beyond the limit, or lost")
	@State
	public static class ClosedVsTake {

		private final Permits permits = taken(1, 1);

		public ClosedVsTake() {
			this.permits.closing();
		}

		@Actor
		public void closer() {
			this.permits.closed();
		}

		@Actor
		public void opener(ZL_Result r) {
			r.r1 = this.permits.take();
		}

		@Arbiter
		public void books(ZL_Result r) {
			r.r2 = PermitsStress.books(this.permits);
		}

	}

	@JCStressTest
	@Description("Two of three connections come back after the limit fell to two.")
	@Outcome(id = { "true, false, 3 taken", "false, true, 3 taken" }, expect = ACCEPTABLE, desc = "one goes")
	@Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "one too many is closed")
	@Outcome(id = "false, false, .*", expect = FORBIDDEN, desc = "the surplus stays")
	@Outcome(expect = FORBIDDEN, desc = "the books do not balance")
	@State
	public static class SurplusVsSurplus {

		private final Permits permits = taken(2, 3);

		@Actor
		public void one(ZZL_Result r) {
			r.r1 = this.permits.closingIfSurplus();
		}

		@Actor
		public void other(ZZL_Result r) {
			r.r2 = this.permits.closingIfSurplus();
		}

		@Arbiter
		public void books(ZZL_Result r) {
			r.r3 = PermitsStress.books(this.permits);
		}

	}

	@JCStressTest
	@Description("The limit falls from two to one while a connection comes back.")
	@Outcome(id = { "true, false, 2 taken", "false, true, 2 taken" }, expect = ACCEPTABLE, desc = "one goes")
	@Outcome(expect = FORBIDDEN, desc = "both go, or the surplus stays")
	@State
	public static class ShrinkVsSurplus {

		private final Permits permits = taken(2, 2);

		@Actor
		public void resizer(ZZL_Result r) {
			this.permits.limit(1);
			r.r1 = this.permits.closingIfSurplus();
		}

		@Actor
		public void releaser(ZZL_Result r) {
			r.r2 = this.permits.closingIfSurplus();
		}

		@Arbiter
		public void books(ZZL_Result r) {
			r.r3 = PermitsStress.books(this.permits);
		}

	}

	@JCStressTest
	@Description("A close of a shrunken pool ends while another connection comes back; one more has to go.")
	@Outcome(id = "true, 2 taken", expect = ACCEPTABLE, desc = "it goes, whenever it looks")
	@Outcome(id = "false, .*", expect = FORBIDDEN, desc = "half of a count was seen: the surplus stays")
	@Outcome(expect = FORBIDDEN, desc = "the books do not balance")
	@State
	public static class ClosedVsSurplus {

		private final Permits permits = taken(1, 3);

		public ClosedVsSurplus() {
			this.permits.closing();
		}

		@Actor
		public void closer() {
			this.permits.closed();
		}

		@Actor
		public void releaser(ZL_Result r) {
			r.r1 = this.permits.closingIfSurplus();
		}

		@Arbiter
		public void books(ZL_Result r) {
			r.r2 = PermitsStress.books(this.permits);
		}

	}

	@JCStressTest
	@Description("The limit falls from two to one while an open takes the second permit.")
	@Outcome(id = "false, 1 taken", expect = ACCEPTABLE, desc = "the new limit binds at once")
	@Outcome(id = "true, 2 taken and surplus", expect = ACCEPTABLE_INTERESTING,
			desc = "taken just before: a surplus, which goes when it comes back")
	@Outcome(expect = FORBIDDEN, desc = "a surplus that nobody knows of, or a permit is lost")
	@State
	public static class ShrinkVsTake {

		private final Permits permits = taken(2, 1);

		@Actor
		public void resizer() {
			this.permits.limit(1);
		}

		@Actor
		public void opener(ZL_Result r) {
			r.r1 = this.permits.take();
		}

		@Arbiter
		public void books(ZL_Result r) {
			r.r2 = PermitsStress.books(this.permits);
		}

	}

}
