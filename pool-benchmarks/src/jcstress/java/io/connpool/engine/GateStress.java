package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.Lease;
import io.connpool.PoolException;
import io.connpool.PoolState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * A pool is closed, suspended or resumed in the instant in which somebody wants a
 * connection.
 */
public class GateStress {

	@JCStressTest
	@Description("A pool is closed while somebody takes its idle connection.")
	@Outcome(id = "served, 1 active, CLOSED empty", expect = ACCEPTABLE, desc = "lent just before; the close waits")
	@Outcome(id = "turned away, empty, CLOSED empty", expect = ACCEPTABLE, desc = "closed")
	@Outcome(id = "none, empty, CLOSED empty", expect = ACCEPTABLE, desc = "closed under its nose")
	@Outcome(id = ".*idle.*", expect = FORBIDDEN, desc = "an idle connection is left in a closed pool")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost, or the pool never ends")
	@State
	public static class CloseVsTryAcquire {

		private final StressRig rig = new StressRig().idle();

		private Lease<Wire> lease;

		@Actor
		public void closer() {
			this.rig.pool.closeAsync(StressRig.LONG);
		}

		@Actor
		public void caller(LLL_Result r) {
			this.rig.stagger();
			try {
				this.lease = this.rig.pool.tryAcquire();
				r.r1 = StressRig.fate(this.lease);
			}
			catch (PoolException ex) {
				r.r1 = StressRig.fate(ex);
			}
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r2 = this.rig.places();
			if (this.lease != null) {
				this.lease.close();
			}
			r.r3 = this.rig.pool.gate.state() + " " + this.rig.places();
		}

	}

	@JCStressTest
	@Description("A pool whose connection is out is closed while somebody joins its line.")
	@Outcome(id = "turned away, CLOSED empty", expect = ACCEPTABLE, desc = "whoever joins a closed pool's line is told")
	@Outcome(id = "waiting, .*", expect = FORBIDDEN, desc = "waits for a pool that is closed")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost, or the pool never ends")
	@State
	public static class CloseVsJoin extends OneLease {

		private CompletableFuture<Lease<Wire>> joined;

		@Actor
		public void closer() {
			this.rig.pool.closeAsync(StressRig.LONG);
		}

		@Actor
		public void joiner() {
			this.rig.stagger();
			this.joined = this.rig.ask();
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.joined);
			this.lease.close();
			r.r2 = this.rig.pool.gate.state() + " " + this.rig.places();
		}

	}

	@JCStressTest
	@Description("An empty pool is closed while somebody joins its line, for whom a connection would be opened.")
	@Outcome(id = "turned away, CLOSED empty, opened 0", expect = ACCEPTABLE, desc = "turned away")
	@Outcome(id = "turned away, CLOSED empty, opened 1", expect = ACCEPTABLE,
			desc = "turned away; what was open is closed")
	@Outcome(id = "ended, CLOSED empty, opened 1", expect = ACCEPTABLE, desc = "served just before, and aborted")
	@Outcome(id = ".*, opened after the end", expect = FORBIDDEN,
			desc = "the factory is called after the pool was closed")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost, or the pool never ends")
	@State
	public static class CloseVsOpen {

		private final Latecomer factory = new Latecomer();

		private final StressRig rig = new StressRig(this.factory, (builder) -> builder);

		private CompletableFuture<Lease<Wire>> joined;

		public CloseVsOpen() {
			this.factory.gate = this.rig.pool.gate;
		}

		@Actor
		public void closer() {
			this.rig.stagger();
			this.rig.pool.closeAsync(Duration.ZERO);
		}

		@Actor
		public void joiner() {
			this.joined = this.rig.ask();
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r2 = this.rig.settle().left();
			r.r1 = this.joined.isCompletedExceptionally() ? StressRig.fate(this.joined)
					: StressRig.fate(this.joined.getNow(null));
			r.r2 = this.rig.pool.gate.state() + " " + r.r2;
			r.r3 = this.factory.late ? "opened after the end" : "opened " + this.factory.opened.get();
		}

		/** Notes that it is told to open a connection for a pool that has ended. */
		static final class Latecomer extends WireFactory {

			private Gate gate;

			private boolean late;

			@Override
			void opening() {
				this.late = this.gate.state() == PoolState.CLOSED;
			}

		}

	}

	@JCStressTest
	@Description("A pool is suspended while somebody takes its idle connection.")
	@Outcome(id = "served, none, 1 active", expect = ACCEPTABLE, desc = "lent just before")
	@Outcome(id = "none, none, 1 idle", expect = ACCEPTABLE, desc = "suspended first")
	@Outcome(id = ".*, served, .*", expect = FORBIDDEN, desc = "lent after suspend had returned")
	@Outcome(expect = FORBIDDEN, desc = "a connection is lost")
	@State
	public static class SuspendVsTryAcquire {

		private final StressRig rig = new StressRig().idle();

		@Actor
		public void operator(LLL_Result r) {
			this.rig.pool.suspend();
			r.r2 = StressRig.fate(this.rig.pool.tryAcquire());
		}

		@Actor
		public void caller(LLL_Result r) {
			this.rig.stagger();
			r.r1 = StressRig.fate(this.rig.pool.tryAcquire());
		}

		@Arbiter
		public void fate(LLL_Result r) {
			r.r3 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("The only connection of a pool with somebody in line comes back while the pool is suspended.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "handed over just before")
	@Outcome(id = "waiting, 1 idle", expect = ACCEPTABLE_INTERESTING, desc = "kept until the pool is resumed")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class SuspendVsHandOff extends OneLease {

		private final CompletableFuture<Lease<Wire>> waiting = this.rig.ask();

		@Actor
		public void holder() {
			this.lease.close();
		}

		@Actor
		public void operator() {
			this.rig.stagger();
			this.rig.pool.suspend();
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("The connection of a suspended pool comes back while the pool is resumed.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "whoever waits gets it")
	@Outcome(id = "waiting, 1 idle", expect = FORBIDDEN, desc = "a wake-up is lost: idle beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class ResumeVsHandOff extends OneLease {

		private final CompletableFuture<Lease<Wire>> waiting;

		public ResumeVsHandOff() {
			this.rig.pool.suspend();
			this.waiting = this.rig.ask();
		}

		@Actor
		public void holder() {
			close();
		}

		@Actor
		public void operator() {
			this.rig.pool.resume();
		}

		@Arbiter
		public void fate(LL_Result r) {
			r.r1 = StressRig.fate(this.waiting);
			r.r2 = this.rig.places();
		}

	}

	@JCStressTest
	@Description("A pool with an idle connection is resumed while somebody joins its line.")
	@Outcome(id = "served, 1 active", expect = ACCEPTABLE, desc = "found by one or the other")
	@Outcome(id = "waiting, 1 idle", expect = FORBIDDEN, desc = "a wake-up is lost: idle beside a waiter")
	@Outcome(expect = FORBIDDEN, desc = "a waiter or a connection is lost")
	@State
	public static class ResumeVsJoin {

		private final StressRig rig = new StressRig().idle();

		private CompletableFuture<Lease<Wire>> joined;

		public ResumeVsJoin() {
			this.rig.pool.suspend();
		}

		@Actor
		public void operator() {
			this.rig.pool.resume();
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

}
