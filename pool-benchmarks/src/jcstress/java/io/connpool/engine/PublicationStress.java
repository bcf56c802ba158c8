package io.connpool.engine;

import java.util.concurrent.CompletableFuture;

import io.connpool.Lease;
import io.connpool.PoolStats;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * Whoever is lent a connection sees what was written before: by the factory, by its last
 * holder, by the pool. All of it in plain fields.
 */
public class PublicationStress {

	private static final int TRIES = 20;

	private static final String ALL = "open=1 write=11";

	@JCStressTest
	@Description("A slot's owner writes its plain fields and makes it idle; another claims it.")
	@Outcome(id = "none", expect = ACCEPTABLE, desc = "not idle yet")
	@Outcome(id = ALL, expect = ACCEPTABLE, desc = "everything is seen")
	@Outcome(expect = FORBIDDEN, desc = "claimed before it was written")
	@State
	public static class SlotThroughIdle {

		private final Slot<Wire> slot = Slots.opening();

		@Actor
		public void owner() {
			Wire wire = new Wire();
			wire.opened = 1;
			this.slot.connection = wire.written();
			this.slot.set(SlotState.IDLE);
		}

		@Actor
		public void next(L_Result r) {
			boolean claimed = this.slot.claim(SlotState.IDLE, SlotState.ACTIVE);
			r.r1 = claimed ? this.slot.connection().seen() : "none";
		}

	}

	@JCStressTest
	@Description("A slot's owner writes its plain fields and delivers it; the waiter takes it.")
	@Outcome(id = "none", expect = ACCEPTABLE, desc = "not delivered yet")
	@Outcome(id = ALL, expect = ACCEPTABLE, desc = "everything is seen")
	@Outcome(expect = FORBIDDEN, desc = "delivered before it was written")
	@State
	public static class SlotThroughHandOff {

		private final Slot<Wire> slot = Slots.active();

		private final WaitQueue<Wire> queue = new WaitQueue<>(new Gate());

		private final Waiter<Wire> waiter = new ParkedWaiter<>(0, 0);

		public SlotThroughHandOff() {
			this.queue.add(this.waiter, 10);
		}

		@Actor
		public void owner() {
			Wire wire = new Wire();
			wire.opened = 1;
			this.slot.connection = wire.written();
			this.queue.deliver(this.slot);
		}

		@Actor
		public void waiter(L_Result r) {
			Slot<Wire> delivered = this.waiter.delivered();
			r.r1 = (delivered != null) ? delivered.connection().seen() : "none";
		}

	}

	@JCStressTest
	@Description("A holder writes to its connection and closes the lease; the next caller acquires it idle.")
	@Outcome(id = "none", expect = ACCEPTABLE, desc = "not idle yet")
	@Outcome(id = ALL, expect = ACCEPTABLE, desc = "everything is seen")
	@Outcome(expect = FORBIDDEN, desc = "close does not happen before the next acquire")
	@State
	public static class LeaseThroughIdle {

		private final StressRig rig = new StressRig();

		private final Lease<Wire> lease = this.rig.lease();

		@Actor
		public void holder() {
			this.lease.connection().written();
			this.lease.close();
		}

		@Actor
		public void next(L_Result r) {
			Lease<Wire> next = null;
			for (int i = 0; i < TRIES && next == null; i++) {
				next = this.rig.pool.tryAcquire();
			}
			r.r1 = (next != null) ? next.connection().seen() : "none";
		}

	}

	@JCStressTest
	@Description("A holder writes to its connection and closes the lease, which hands it to a waiter.")
	@Outcome(id = "none", expect = ACCEPTABLE, desc = "not delivered yet")
	@Outcome(id = ALL, expect = ACCEPTABLE, desc = "everything is seen")
	@Outcome(expect = FORBIDDEN, desc = "close does not happen before the next acquire")
	@State
	public static class LeaseThroughHandOff {

		private final StressRig rig = new StressRig();

		private final Lease<Wire> lease = this.rig.lease();

		private final CompletableFuture<Lease<Wire>> waiting = this.rig.ask();

		@Actor
		public void holder() {
			this.lease.connection().written();
			this.lease.close();
		}

		@Actor
		public void waiter(L_Result r) {
			Lease<Wire> next = null;
			for (int i = 0; i < TRIES && next == null; i++) {
				next = this.waiting.getNow(null);
			}
			r.r1 = (next != null) ? next.connection().seen() : "none";
		}

	}

	@JCStressTest
	@Description("A connection is opened in the background; a caller acquires it.")
	@Outcome(id = "none", expect = ACCEPTABLE, desc = "not open yet")
	@Outcome(id = "open=1 write=00", expect = ACCEPTABLE, desc = "everything is seen")
	@Outcome(expect = FORBIDDEN, desc = "lent before the factory was done with it")
	@State
	public static class OpenThroughIdle {

		private final StressRig rig = new StressRig();

		public OpenThroughIdle() {
			this.rig.tasks.hold();
			this.rig.ask().cancel(false);
		}

		@Actor
		public void worker() {
			this.rig.tasks.runHeld();
		}

		@Actor
		public void caller(L_Result r) {
			Lease<Wire> next = null;
			for (int i = 0; i < TRIES && next == null; i++) {
				next = this.rig.pool.tryAcquire();
			}
			r.r1 = (next != null) ? next.connection().seen() : "none";
		}

	}

	@JCStressTest
	@Description("The housekeeper reads the date of a lease, a plain long, while it is written.")
	@Outcome(id = "-9223372036854775808", expect = ACCEPTABLE, desc = "not leased")
	@Outcome(id = "81985529216486895", expect = ACCEPTABLE, desc = "leased")
	@Outcome(expect = FORBIDDEN, desc = "one half of each")
	@State
	public static class LeaseDate {

		private final Slot<Wire> slot = Slots.active();

		@Actor
		public void holder() {
			this.slot.leasedAt = 0x0123_4567_89AB_CDEFL;
		}

		@Actor
		public void housekeeper(J_Result r) {
			r.r1 = this.slot.leasedAt;
		}

	}

	@JCStressTest
	@Description("Somebody looks at the pool while its connection is given back and lent again.")
	@Outcome(id = "total=1, sane", expect = ACCEPTABLE, desc = "idle or active, and always there")
	@Outcome(id = "total=[02], .*", expect = FORBIDDEN, desc = "a connection vanishes or is counted twice")
	@Outcome(expect = FORBIDDEN, desc = "ages or counts that cannot be")
	@State
	public static class Stats {

		private final StressRig rig = new StressRig();

		private final Lease<Wire> lease = this.rig.lease();

		@Actor
		public void holder() {
			this.lease.close();
			this.rig.pool.tryAcquire();
		}

		@Actor
		public void observer(LL_Result r) {
			PoolStats stats = this.rig.pool.stats();
			boolean sane = stats.oldestLease().isZero() && stats.oldestWaiter().isZero() && stats.waiting() == 0
					&& (stats.acquired() == 1 || stats.acquired() == 2);
			r.r1 = "total=" + stats.total();
			r.r2 = sane ? "sane" : stats.toString();
		}

	}

}
