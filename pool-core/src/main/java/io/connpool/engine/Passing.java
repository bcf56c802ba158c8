package io.connpool.engine;

import java.util.concurrent.atomic.AtomicReference;

import io.connpool.NanoClock;
import org.jspecify.annotations.Nullable;

/*
 * How a running thread passes those waiting, under fairness: bounded. To hand a connection to a
 * parked thread costs a change of threads, which is a hundred times what a short use takes. So a
 * connection that comes back is left idle, for whoever runs, and the first in line is called:
 * woken, to take what is idle when it runs. One is called at a time. How long and how often a
 * connection is passed before it goes to the first in line directly, SlotTurn decides; and if
 * whoever is called finds nothing idle twice, a SLICE apart, the next connection is owed to him.
 *
 * Where uses are slow, an idle connection is what a change of threads costs: so one is passed
 * only to call the first in line, and the next to come back is for him, who is on his way.
 *
 * Nobody is forgotten. Whoever leaves a connection idle has written that before he sees who is
 * called; whoever is called says that he looks, or that he is owed one, before he looks for what
 * is idle. One of the two sees the other: the one who finds somebody that looks already, or is
 * owed, takes his connection back and hands it over. Who was called and leaves the line calls the
 * next if anything is idle. What a check that hangs, or a thread that is not let run, keeps from
 * being looked at, the housekeeper gives away at its next pass.
 *
 * Source of the idea: barging with a hand-off once somebody starves, as in Go's sync.Mutex.
 */
final class Passing<C> {

	private final NanoClock clock;

	private final WaitQueue<C> queue;

	private final Pool<C> pool;

	private final AtomicReference<@Nullable ParkedWaiter<C>> called = new AtomicReference<>();

	Passing(Pool<C> pool) {
		this.pool = pool;
		this.clock = pool.clock;
		this.queue = pool.queue;
	}

	/**
	 * Whether a connection that came back is left to whoever runs, although somebody
	 * waits; its owner asks.
	 */
	boolean mayPass(Slot<C> slot) {
		ParkedWaiter<C> first = this.called.get();
		boolean someoneCalled = first != null && !first.isDone();
		if (someoneCalled && first.call != ParkedWaiter.Call.COMING) {
			slot.endTurn();
			return false;
		}
		long now = slot.isDecidedByCount() ? 0 : this.clock.nanos();
		return slot.mayPass(now, someoneCalled);
	}

	/**
	 * Sees to it that somebody will look for what was left idle: calls the first in line,
	 * unless somebody is called already.
	 * @return false if nobody will, so that it has to be handed over
	 */
	boolean call() {
		for (;;) {
			ParkedWaiter<C> before = this.called.get();
			if (before != null && !before.isDone()) {
				return before.call == ParkedWaiter.Call.COMING;
			}
			ParkedWaiter<C> first = this.queue.firstParked();
			if (first == null) {
				return false;
			}
			if (this.called.compareAndSet(before, first)) {
				first.come();
			}
		}
	}

	/**
	 * Looks for something idle if the waiter was called; on its own thread.
	 * @return the nanoseconds after which to look again, {@link Long#MAX_VALUE} if only
	 * when called
	 */
	long look(ParkedWaiter<C> waiter) {
		if (this.called.get() != waiter || waiter.call == ParkedWaiter.Call.OWED) {
			return Long.MAX_VALUE;
		}
		boolean again = waiter.hasLooked;
		waiter.hasLooked = true;
		waiter.call = again ? ParkedWaiter.Call.OWED : ParkedWaiter.Call.LOOKING;
		boolean more = true;
		while (more && !waiter.isDone() && this.pool.gate.isRunning()) {
			more = this.pool.lending.offerIdle();
		}
		if (again) {
			return Long.MAX_VALUE;
		}
		waiter.call = ParkedWaiter.Call.COMING;
		return SlotTurn.SLICE;
	}

	/** A waiter is in line no more: if it was called, the next may be. */
	void left(ParkedWaiter<C> waiter) {
		if (this.called.compareAndSet(waiter, null) && this.pool.serving.isAnyForgotten() && !call()) {
			this.pool.serving.serve();
		}
	}

}
