package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.Lease;
import io.connpool.NanoClock;
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
 * Somebody joins the line in the instant in which something comes free, and nobody else
 * comes to the rescue: whoever waits afterwards has been forgotten.
 */
public class JoinStress {

	@JCStressTest
	@Description("The only connection comes back while somebody joins the line.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "handed over, or found idle")
	@Outcome(id = "waiting, 1 idle", expect = FORBIDDEN, desc = "a wake-up is lost: idle beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class JoinVsClose extends OneLease {

		private CompletableFuture<Lease<Wire>> joined;

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void joiner() {
			this.joined = this.rig.ask();
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.joined);
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("The only connection comes back while a thread joins the line and parks.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "handed over, or found idle")
	@Outcome(id = "timed out, 1 idle", expect = FORBIDDEN, desc = "a wake-up is lost: parked beside an idle connection")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class ParkVsClose extends OneLease {

		private static final Duration PATIENCE = Duration.ofSeconds(5);

		public ParkVsClose() {
			super(new StressRig((builder) -> builder.clock(NanoClock.SYSTEM)));
		}

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void joiner(LL_Result r) {
			try {
				r.r1 = StressRig.fate(this.rig.pool.acquire(PATIENCE));
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
	@Description("The only connection is closed, being broken, while somebody joins the line: its place must be used.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "a new one was opened")
	@Outcome(id = "waiting, empty", expect = FORBIDDEN, desc = "a free place beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class JoinVsInvalidate extends OneLease {

		private CompletableFuture<Lease<Wire>> joined;

		@Actor
		public void holder() {
			this.lease.invalidate(new IllegalStateException());
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
	@Description("A pool grows from one to two while somebody joins the line: the new place must be used.")
	@Outcome(id = "served, 2 active", expect = ACCEPTABLE, desc = "another one was opened")
	@Outcome(id = "waiting, 1 active", expect = FORBIDDEN, desc = "a free place beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class JoinVsGrow extends OneLease {

		private CompletableFuture<Lease<Wire>> joined;

		@Actor
		public void operator() {
			this.rig.pool.resize(0, 2);
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
	@Description("Two join the line of an empty pool that opens one connection at a time.")
	@Outcome(id = "served, served, 2 active", expect = ACCEPTABLE, desc = "one each")
	@Outcome(id = ".*waiting.*", expect = FORBIDDEN, desc = "nobody opens the second: a free place beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class JoinVsJoinOfEmptyPool {

		private final StressRig rig = new StressRig((builder) -> builder.maxSize(2).openingParallelism(1));

		private CompletableFuture<Lease<Wire>> one;

		private CompletableFuture<Lease<Wire>> other;

		@Actor
		public void one() {
			this.one = this.rig.ask();
		}

		@Actor
		public void other() {
			this.other = this.rig.ask();
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r1 = StressRig.fate(this.one);
			r.r2 = StressRig.fate(this.other);
			r.r3 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("Two want the one idle connection, which has to be validated first.")
	@Outcome(id = { "served, waiting, 1 active", "waiting, served, 1 active" }, expect = ACCEPTABLE,
			desc = "one gets it")
	@Outcome(id = "waiting, waiting, 1 idle", expect = FORBIDDEN, desc = "validated, and idle beside two waiters")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class JoinVsJoinOfUnproved {

		private final StressRig rig = unproved();

		private CompletableFuture<Lease<Wire>> one;

		private CompletableFuture<Lease<Wire>> other;

		@Actor
		public void one() {
			this.one = this.rig.ask();
		}

		@Actor
		public void other() {
			this.other = this.rig.ask();
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r1 = StressRig.fate(this.one);
			r.r2 = StressRig.fate(this.other);
			r.r3 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("Somebody who cannot wait takes the idle connection up and puts it back, because it has to be validated.")
	@Outcome(id = "none, served, 1 active", expect = ACCEPTABLE, desc = "whoever waits gets it")
	@Outcome(id = ".*, waiting, 1 idle", expect = FORBIDDEN, desc = "put back beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class JoinVsPutBack {

		private final StressRig rig = unproved();

		private CompletableFuture<Lease<Wire>> joined;

		@Actor
		public void hasty(LLL_Result r) {
			r.r1 = StressRig.fate(this.rig.pool.tryAcquire());
		}

		@Actor
		public void joiner() {
			this.joined = this.rig.ask();
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r2 = StressRig.fate(this.joined);
			r.r3 = this.rig.places();
		}

	}

	private static StressRig unproved() {
		return new StressRig(new WireFactory.Validating(), (builder) -> builder.validateAfterIdle(Duration.ZERO))
			.idle();
	}

}
