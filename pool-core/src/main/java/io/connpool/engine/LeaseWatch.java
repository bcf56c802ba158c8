package io.connpool.engine;

import java.time.Duration;

import io.connpool.Deadline;
import io.connpool.LeaseInfo;
import io.connpool.PoolSettings;

/*
 * Finds leases that are held too long. Reports each once, on a worker, with the stack that
 * acquired it (recorded only with leak-threshold set).
 */
final class LeaseWatch<C> {

	private final Pool<C> pool;

	LeaseWatch(Pool<C> pool) {
		this.pool = pool;
	}

	/**
	 * Looks at a leased slot; the housekeeper calls.
	 * @return true if the lease is older than {@code max-lease-time}
	 */
	boolean visit(Slot<C> slot, long word, PoolSettings settings, long held) {
		boolean tooLong = isOver(held, settings.maxLeaseTime());
		if ((tooLong || isOver(held, settings.leakThreshold())) && slot.reportedWord != word) {
			slot.reportedWord = word;
			report(slot, held, tooLong ? "max-lease-time" : "leak-threshold");
		}
		return tooLong;
	}

	static boolean isOver(long held, Duration limit) {
		return !limit.isZero() && held >= Deadline.saturatedNanos(limit);
	}

	private void report(Slot<C> slot, long held, String limit) {
		LeaseInfo lease = Holders.leaseInfo(slot, held);
		Throwable acquiredBy = slot.acquiredBy;
		this.pool.workers.runSurely(() -> {
			this.pool.log.warn("leak-" + lease.connectionId(),
					"connection " + lease + ", longer than " + limit + "; find the code that does not close its lease",
					acquiredBy);
			this.pool.notifier.leak(lease);
		});
	}

}
