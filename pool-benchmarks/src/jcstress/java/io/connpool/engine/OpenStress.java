package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.Lease;
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
 * An open ends in the instant in which its caller goes, or another comes.
 */
public class OpenStress {

	@JCStressTest
	@Description("An open ends while its only caller is timed out.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "in time")
	@Outcome(id = "timed out, 1 idle", expect = ACCEPTABLE, desc = "too late; the connection is kept for others")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class OpenVsTimeOut {

		private static final Duration TIMEOUT = Duration.ofMillis(1);

		private final StressRig rig = new StressRig();

		private final CompletableFuture<Lease<Wire>> waiting;

		public OpenVsTimeOut() {
			this.rig.tasks.hold();
			this.waiting = this.rig.pool.acquireAsync(TIMEOUT);
			this.rig.tasks.flow();
		}

		@Actor
		public void worker() {
			this.rig.tasks.runHeld();
		}

		@Actor
		public void housekeeper() {
			this.rig.stagger();
			this.rig.pass(TIMEOUT);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("An open ends while its only caller cancels.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "in time")
	@Outcome(id = "cancelled, 1 idle", expect = ACCEPTABLE, desc = "too late; the connection is kept for others")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class OpenVsCancel extends OneOpen {

		@Actor
		public void worker() {
			open();
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
	@Description("An open ends while the pool is closed without patience.")
	@Outcome(id = "ended, CLOSED empty", expect = ACCEPTABLE, desc = "served just before, and aborted")
	@Outcome(id = "turned away, CLOSED empty", expect = ACCEPTABLE, desc = "what came late was closed")
	@Outcome(id = ".*unbalanced.*", expect = FORBIDDEN, desc = "a connection outlives its pool")
	@Outcome(expect = FORBIDDEN, desc = "a waiter is lost, or the pool never ends")
	@State
	public static class OpenVsClose extends OneOpen {

		@Actor
		public void worker() {
			open();
		}

		@Actor
		public void closer() {
			this.rig.stagger();
			this.rig.pool.closeAsync(Duration.ZERO);
		}

		@Arbiter
		public void fate(LL_Result r) {
			String left = this.rig.settle().left();
			r.r1 = this.waiting.isCompletedExceptionally() ? StressRig.fate(this.waiting)
					: StressRig.fate(this.waiting.getNow(null));
			r.r2 = this.rig.pool.gate.state() + " " + left;
		}

	}

	@JCStressTest
	@Description("An open nobody waits for ends while somebody joins the line of the full pool.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "handed over, or found idle")
	@Outcome(id = "waiting, 1 idle", expect = FORBIDDEN, desc = "a wake-up is lost: idle beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class OpenVsJoin extends OneOpen {

		private CompletableFuture<Lease<Wire>> joined;

		public OpenVsJoin() {
			this.waiting.cancel(false);
		}

		@Actor
		public void worker() {
			open();
		}

		@Actor
		public void joiner() {
			this.rig.stagger();
			this.joined = this.rig.ask();
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.joined);
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("The one open a pool may have under way ends while a second caller joins: another must begin.")
	@Outcome(id = "served, served, 2 active", expect = ACCEPTABLE, desc = "one each")
	@Outcome(id = "served, waiting, 1 active", expect = FORBIDDEN,
			desc = "nobody opens the second: a free place beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class OpenVsSecondJoin extends OneOpen {

		private CompletableFuture<Lease<Wire>> joined;

		public OpenVsSecondJoin() {
			super((builder) -> builder.maxSize(2).openingParallelism(1));
		}

		@Actor
		public void worker() {
			open();
		}

		@Actor
		public void joiner() {
			this.rig.stagger();
			this.joined = this.rig.ask();
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = StressRig.fate(this.joined);
			r.r3 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("The only open fails, which fails everybody in line, while somebody joins.")
	@Outcome(id = "failed, failed, 1 idle", expect = ACCEPTABLE, desc = "joined in time to learn of it")
	@Outcome(id = "failed, served, 1 active", expect = ACCEPTABLE, desc = "joined later, and the next probe served it")
	@Outcome(id = ".*waiting.*", expect = FORBIDDEN, desc = "forgotten: no probe is made for it")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class FailureVsJoin extends OneOpen {

		private CompletableFuture<Lease<Wire>> joined;

		public FailureVsJoin() {
			this.rig.factory.failing(true);
		}

		@Actor
		public void worker() {
			open();
		}

		@Actor
		public void joiner() {
			this.rig.stagger();
			this.joined = this.rig.ask();
		}

		@Arbiter
		public void fate(LLL_Result r) {
			this.rig.factory.failing(false);
			this.rig.pass(Duration.ofSeconds(1));
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = StressRig.fate(this.joined);
			r.r3 = this.rig.places();
		}

	}

}
