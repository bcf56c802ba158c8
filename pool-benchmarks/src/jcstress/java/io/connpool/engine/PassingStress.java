package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.Fairness;
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
 * Under {@code fairness: bounded} a connection that comes back is left idle for whoever
 * runs, and the first in line is called: it must not be forgotten.
 */
public class PassingStress {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static StressRig bounded(int maxSize) {
		return new StressRig((builder) -> builder.maxSize(maxSize).fairness(Fairness.BOUNDED).clock(NanoClock.SYSTEM));
	}

	/** Waits for a connection as a thread does, and says what came of it. */
	private static String acquire(StressRig rig, Duration timeout) {
		try {
			return StressRig.fate(rig.pool.acquire(timeout));
		}
		catch (PoolException | InterruptedException ex) {
			return StressRig.fate(ex);
		}
	}

	@JCStressTest
	@Description("The only connection comes back while a thread joins the line and parks.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "called, handed over, or found idle")
	@Outcome(id = "timed out, 1 idle", expect = FORBIDDEN, desc = "a call is lost: parked beside an idle connection")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class PassVsPark extends OneLease {

		public PassVsPark() {
			super(bounded(1));
		}

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void joiner(LL_Result r) {
			r.r1 = acquire(this.rig, PATIENCE);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("The only connection comes back, is taken past the line, and comes back again, while a thread waits.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "called, handed over, or found idle")
	@Outcome(id = "timed out, 1 idle", expect = FORBIDDEN, desc = "a call is lost: parked beside an idle connection")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class PassAgainVsPark extends OneLease {

		private static final int PASSES = 5;

		public PassAgainVsPark() {
			super(bounded(1));
		}

		@Actor
		public void holder() {
			close();
			for (int i = 0; i < PASSES; i++) {
				Lease<Wire> passed = this.rig.pool.tryAcquire();
				if (passed != null) {
					this.rig.stagger();
					passed.close();
				}
			}
		}

		@Actor
		public void joiner(LL_Result r) {
			r.r1 = acquire(this.rig, PATIENCE);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("The only connection comes back while a thread that does not want to wait joins the line and leaves it.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "got it")
	@Outcome(id = "timed out, 1 idle", expect = ACCEPTABLE, desc = "left; the connection is idle")
	@Outcome(expect = FORBIDDEN, desc = "a caller or a connection is lost")
	@State
	public static class PassVsNoWait extends OneLease {

		public PassVsNoWait() {
			super(bounded(1));
		}

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void joiner(LL_Result r) {
			r.r1 = acquire(this.rig, Duration.ZERO);
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("Both connections come back; one thread parks, and one future waits, which cannot be called.")
	@Outcome(id = "served, served, 2 active", expect = ACCEPTABLE, desc = "one each")
	@Outcome(id = ".*1 idle", expect = FORBIDDEN,
			desc = "idle beside a waiter: whoever was called did not look further")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class PassVsParkBeforeFuture {

		private final StressRig rig = bounded(2);

		private final Lease<Wire> one = this.rig.lease();

		private final Lease<Wire> other = this.rig.lease();

		private CompletableFuture<Lease<Wire>> future;

		@Actor
		public void holder() {
			this.rig.stagger();
			this.future = this.rig.ask();
			this.one.close();
			this.other.close();
		}

		@Actor
		public void joiner(LLL_Result r) {
			r.r1 = acquire(this.rig, PATIENCE);
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r2 = StressRig.fate(this.future);
			r.r3 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("A thread that may have been called gives up, and a future waits behind it.")
	@Outcome(id = "served, waiting, 1 active", expect = ACCEPTABLE, desc = "the thread got it")
	@Outcome(id = "timed out, served, 1 active", expect = ACCEPTABLE, desc = "the future got it")
	@Outcome(id = "timed out, waiting, 1 idle", expect = FORBIDDEN, desc = "the call died with whoever was called")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class PassVsNoWaitBeforeFuture extends OneLease {

		private CompletableFuture<Lease<Wire>> future;

		public PassVsNoWaitBeforeFuture() {
			super(bounded(1));
		}

		@Actor
		public void holder() {
			close();
			this.future = this.rig.ask();
		}

		@Actor
		public void joiner(LLL_Result r) {
			r.r1 = acquire(this.rig, Duration.ZERO);
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r2 = StressRig.fate(this.future);
			r.r3 = this.rig.places();
		}

	}

}
