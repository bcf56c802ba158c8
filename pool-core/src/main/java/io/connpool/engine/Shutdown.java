package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.connpool.CloseReason;
import io.connpool.CloseReport;
import io.connpool.Deadline;
import io.connpool.LeaseInfo;
import io.connpool.PoolState;

/*
 * Closes the pool in steps: waiters fail, idle connections are closed, opens are given up, leases
 * may come back until the drain deadline, what is left then is aborted. pass() may be called by
 * anybody at any time; the housekeeper calls it when the next step is due, and whoever frees a
 * place or leaves quarantine calls it too, so that the end is not missed.
 */
final class Shutdown<C> {

	private final Pool<C> pool;

	private final AtomicBoolean begun = new AtomicBoolean();

	private final CompletableFuture<CloseReport> done = new CompletableFuture<>();

	private final Queue<LeaseInfo> aborted = new ConcurrentLinkedQueue<>();

	/** The following are written before the state becomes CLOSING, and read after. */
	private long begunAt;

	private long drainDeadline;

	private int leasedAtFirst;

	/** When nothing but quarantined calls was left; 0 before. */
	private volatile long emptySince;

	Shutdown(Pool<C> pool) {
		this.pool = pool;
	}

	CompletableFuture<CloseReport> begin(Duration drain) {
		long now = this.pool.clock.nanos();
		long drainNanos = Deadline.saturatedNanos(drain);
		int leased = this.pool.table.count(SlotState.ACTIVE);
		if (this.begun.compareAndSet(false, true)) {
			this.begunAt = now;
			this.drainDeadline = now + drainNanos;
			this.leasedAtFirst = leased;
			this.pool.gate.close();
		}
		if (this.pool.gate.state() == PoolState.CLOSING) {
			try {
				pass(now);
			}
			finally {
				// the housekeeper goes on from here, whatever became of this
				this.pool.wakeBy(now);
				giveUpOpens();
			}
		}
		return this.done;
	}

	/** Waits for the end; an interrupt does not shorten that, and is kept. */
	CloseReport await() {
		boolean interrupted = false;
		try {
			for (;;) {
				try {
					return this.done.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (ExecutionException ex) {
					throw new CompletionException("bug: shutdown failed", ex);
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Does what is due; returns the nanoseconds until the next step. */
	long pass(long now) {
		if (this.pool.gate.state() != PoolState.CLOSING) {
			return Long.MAX_VALUE;
		}
		if (!this.pool.queue.isEmpty()) {
			this.pool.line.failAll();
		}
		boolean drainOver = now - this.drainDeadline >= 0;
		for (Slot<C> slot : this.pool.table.slots()) {
			long word = slot.word();
			if (SlotState.stateOf(word) == SlotState.IDLE) {
				if (slot.seize(word, SlotState.ACTIVE)) {
					this.pool.closer.end(slot, CloseReason.POOL_CLOSED);
				}
			}
			else if (drainOver && SlotState.stateOf(word) == SlotState.ACTIVE) {
				abort(slot, word, now);
			}
		}
		return finishIfDone(now, drainOver);
	}

	CloseReport report(long now) {
		List<String> running = new ArrayList<>(this.pool.quarantine.describe());
		for (Slot<C> slot : this.pool.table.slots()) {
			BoundedCall call = slot.call;
			int state = slot.state();
			if (call != null && state != SlotState.EMPTY && state != SlotState.ACTIVE) {
				running.add(call.toString());
			}
			else if (state == SlotState.ACTIVE && slot.leasedAt == Slot.NOT_LEASED) {
				running.add("hand-over of #" + slot.connectionId + " to a caller that has not taken it");
			}
		}
		return new CloseReport(this.pool.name(), Duration.ofNanos(now - this.begunAt),
				Math.max(0, this.leasedAtFirst - this.aborted.size() - this.pool.table.count(SlotState.ACTIVE)),
				List.copyOf(this.aborted), running);
	}

	private long finishIfDone(long now, boolean drainOver) {
		long grace = Deadline.saturatedNanos(this.pool.settings().closeTimeout());
		boolean empty = this.pool.table.permits().taken() == 0;
		if (empty && this.emptySince == 0) {
			this.emptySince = (now != 0) ? now : 1;
		}
		boolean givenUp = empty && now - this.emptySince >= grace;
		long overdue = now - this.drainDeadline - Deadline.saturatedNanos(this.pool.settings().validationTimeout());
		// not three times grace, which may be for ever
		boolean stuck = drainOver && overdue / 3 >= grace;
		if ((empty && this.pool.quarantine.size() == 0) || givenUp || stuck) {
			// before it is too late to fail: nobody comes here again
			CloseReport report = report(now);
			if (this.pool.gate.move(PoolState.CLOSING, PoolState.CLOSED)) {
				try {
					this.pool.ended(now);
					this.pool.log.info(report.summary());
				}
				finally {
					this.done.complete(report);
				}
			}
			return Long.MAX_VALUE;
		}
		return drainOver || empty ? Tick.RESOLUTION : Math.max(1, this.drainDeadline - now);
	}

	private void abort(Slot<C> slot, long word, long now) {
		long leasedAt = slot.leasedAt;
		if (leasedAt == Slot.NOT_LEASED) {
			return;
		}
		LeaseInfo lease = Holders.leaseInfo(slot, now - leasedAt);
		if (slot.seize(word, SlotState.CLOSING)) {
			try {
				this.aborted.add(lease);
			}
			catch (Throwable ex) {
				// out of memory or stack
				slot.closeLost = true;
				throw ex;
			}
			this.pool.closer.abortSeized(slot, CloseReason.POOL_CLOSED);
		}
	}

	private void giveUpOpens() {
		for (Slot<C> slot : this.pool.table.slots()) {
			BoundedCall call = slot.call;
			if (slot.state() == SlotState.OPENING && call instanceof SlotCall<?> open) {
				open.giveUp();
			}
		}
	}

}
