package io.connpool.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * The return without a fence: one who gives back looks at the gate, makes the slot idle
 * by a release store and looks again; one who finds the line empty joins it, looks for
 * what is on its way back, and then for what is idle.
 */
@JCStressTest
@Description("A connection is given back without a fence while the first joins the line.")
@Outcome(id = "releaser", expect = ACCEPTABLE, desc = "who gives back sees the waiter")
@Outcome(id = "joiner", expect = ACCEPTABLE, desc = "the waiter sees the idle slot")
@Outcome(id = "both", expect = ACCEPTABLE_INTERESTING, desc = "both see; the claim decides")
@Outcome(id = "again", expect = ACCEPTABLE_INTERESTING,
		desc = "neither sees the other, and the waiter knows that it has to look again")
@Outcome(id = "lost", expect = FORBIDDEN, desc = "a wake-up is lost: idle beside a waiter, and nobody knows")
@State
public class KeepStress {

	private final Gate gate = new Gate();

	private final WaitQueue<Wire> queue = new WaitQueue<>(this.gate);

	private final Waiter<Wire> waiter = new ParkedWaiter<>(0, 0);

	private final Slot<Wire> slot = Slots.active();

	private final long stamp = this.slot.word();

	private boolean isSeen;

	private boolean isReturning;

	private boolean isIdle;

	@Actor
	public void releaser() {
		this.slot.beginReturn(this.stamp);
		if (this.gate.isQuiet(0)) {
			this.slot.endReturn(this.stamp);
			this.isSeen = !this.gate.isQuiet(0);
		}
		else {
			this.isSeen = true;
			this.slot.set(SlotState.IDLE);
		}
	}

	@Actor
	public void joiner() {
		this.queue.add(this.waiter, 10);
		this.isReturning = this.slot.state() == SlotState.RETURNING;
		this.isIdle = this.slot.state() == SlotState.IDLE;
	}

	@Arbiter
	public void fate(L_Result r) {
		if (this.isSeen) {
			r.r1 = this.isIdle ? "both" : "releaser";
		}
		else if (this.isIdle) {
			r.r1 = "joiner";
		}
		else {
			r.r1 = this.isReturning ? "again" : "lost";
		}
	}

}
