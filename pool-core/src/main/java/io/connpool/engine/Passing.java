package io.connpool.engine;

import java.util.concurrent.atomic.AtomicReference;

import io.connpool.NanoClock;
import org.jspecify.annotations.Nullable;

/*
 * How a running thread passes those waiting, under fairness: bounded. To hand a connection to a
 * parked thread costs a change of threads, which is a hundred times what a short use takes. So a
 * connection that comes back is left idle, for whoever runs, and the first in line is called:
 * woken, to take what is idle when it runs. One is called at a time. How long and how often a
 * connection is passed before it goes to the first in line directly, SlotTurn decides.
 *
 * Where uses are slow, an idle connection is what a change of threads costs: so one is passed
 * only to call the first in line, and the next to come back is for him, who is on his way.
 *
 * Nobody is forgotten: who was called looks for an idle connection when he runs and once more a
 * SLICE later; when he is served or gives up, he looks, or calls the next if one is idle. Whoever
 * leaves a connection idle has written that before he finds somebody called already; whoever gives
 * the call up does so before he looks. One of the two sees the other.
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
		long now = slot.isDecidedByCount() ? 0 : this.clock.nanos();
		return slot.mayPass(now, this.called.get() != null);
	}

	/**
	 * Calls the first in line, unless somebody is called already.
	 * @return false if the first is nobody who could look for himself
	 */
	boolean call() {
		while (this.called.get() == null) {
			ParkedWaiter<C> first = this.queue.firstParked();
			if (first == null) {
				return false;
			}
			if (this.called.compareAndSet(null, first)) {
				if (!first.isDone()) {
					first.call();
					return true;
				}
				this.called.compareAndSet(first, null);
			}
		}
		return true;
	}

	/**
	 * Looks for something idle if the waiter was called; on its own thread. After the
	 * second look in vain it is called no more.
	 * @return the nanoseconds after which to look again, {@link Long#MAX_VALUE} if only
	 * when called
	 */
	long look(ParkedWaiter<C> waiter) {
		if (this.called.get() != waiter) {
			return Long.MAX_VALUE;
		}
		serve(waiter);
		if (!waiter.hasLooked) {
			waiter.hasLooked = true;
			return SlotTurn.SLICE;
		}
		waiter.hasLooked = false;
		this.called.set(null);
		serve(waiter);
		return Long.MAX_VALUE;
	}

	/** Gives those in line what is idle, until this waiter is served. */
	private void serve(ParkedWaiter<C> waiter) {
		boolean more = true;
		while (more && !waiter.isDone() && this.pool.gate.isRunning()) {
			more = this.pool.lending.offerIdle();
		}
	}

	/** A waiter is in line no more: if it was called, the next may be. */
	void left(ParkedWaiter<C> waiter) {
		if (this.called.get() == waiter) {
			this.called.set(null);
			if (!this.queue.isEmpty() && this.pool.table.count(SlotState.IDLE) > 0 && !call()) {
				this.pool.line.serve();
			}
		}
	}

}
