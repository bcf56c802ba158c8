package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.connpool.Deadline;
import io.connpool.LeakReport;
import io.connpool.LeaseInfo;
import io.connpool.LeaseTimeAction;
import io.connpool.PoolSettings;
import org.jspecify.annotations.Nullable;

/*
 * Finds leases that are held too long. Listeners are told of each once, with the stack that acquired
 * the lease (recorded only with leak-threshold set), and what its holder is doing now. The log has
 * one line a minute with the same, and how many others there are; those take their turns in the next
 * minutes, unless they have come back by then.
 *
 * The housekeeper calls, so plain fields will do; what may take time is left to a worker.
 */
final class LeaseWatch<C> {

	private final Pool<C> pool;

	/** Found, and not in the log yet. */
	private final Deque<Leak<C>> untold = new ArrayDeque<>();

	/** Came back before their turn. */
	private int neverTold;

	private boolean told;

	private long toldAt;

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
			Leak<C> leak = new Leak<>(slot, word, this.pool.clock.nanos() - held, tooLong);
			notifyOf(leak, held, isReclaimed(leak, settings));
			this.untold.add(leak);
		}
		if (!this.untold.isEmpty()) {
			tellNext(settings);
		}
		return tooLong;
	}

	static boolean isOver(long held, Duration limit) {
		return !limit.isZero() && held >= Deadline.saturatedNanos(limit);
	}

	private void notifyOf(Leak<C> leak, long held, boolean reclaimed) {
		Slot<C> slot = leak.slot();
		LeaseInfo lease = Holders.leaseInfo(slot, held);
		Thread holder = slot.holder();
		Throwable acquiredBy = slot.acquiredBy;
		this.pool.workers.runSurely(() -> {
			List<StackTraceElement> doing = (holder != null) ? Stacks.framesNow(holder) : List.of();
			boolean still = reclaimed || slot.word() == leak.word();
			this.pool.notifier
				.leak(new LeakReport(lease, Stacks.framesAcquiring(acquiredBy), still ? doing : List.of()));
		});
	}

	/** Then the pool itself ends the lease, and its holder goes on regardless. */
	private static boolean isReclaimed(Leak<?> leak, PoolSettings settings) {
		return leak.tooLong() && settings.onMaxLeaseTime() == LeaseTimeAction.RECLAIM;
	}

	private void tellNext(PoolSettings settings) {
		long now = this.pool.clock.nanos();
		if (this.told && now - this.toldAt < PoolLog.AT_MOST_EVERY) {
			return;
		}
		for (Leak<C> leak = this.untold.poll(); leak != null; leak = this.untold.poll()) {
			if (leak.slot().word() == leak.word()) {
				this.told = true;
				this.toldAt = now;
				tell(leak, settings, now);
				return;
			}
			this.neverTold++;
		}
	}

	private void tell(Leak<C> leak, PoolSettings settings, long now) {
		Slot<C> slot = leak.slot();
		LeaseInfo lease = Holders.leaseInfo(slot, now - leak.since());
		Thread holder = slot.holder();
		Throwable acquiredBy = slot.acquiredBy;
		String who = lease.handedOver() ? "who asked for it" : "its holder";
		String limit = leak.tooLong() ? "max-lease-time" : "leak-threshold";
		boolean reclaimed = isReclaimed(leak, settings);
		int others = this.neverTold;
		this.neverTold = 0;
		this.pool.workers.runSurely(() -> {
			String doing = doing(who, holder);
			boolean still = reclaimed || slot.word() == leak.word();
			this.pool.log.warnAlways("connection " + lease + ", longer than " + limit + andOthers(leak, others)
					+ (reclaimed ? "; it is taken away" : "; find the code that does not close its lease")
					+ (still ? doing : "; it has come back meanwhile"), acquiredBy);
		});
	}

	private String andOthers(Leak<C> told, int cameBack) {
		int others = 0;
		long now = this.pool.clock.nanos();
		PoolSettings settings = this.pool.settings();
		for (Slot<C> slot : this.pool.table.slots()) {
			long leasedAt = slot.leasedAt;
			if (slot != told.slot() && slot.state() == SlotState.ACTIVE && leasedAt != Slot.NOT_LEASED
					&& (isOver(now - leasedAt, settings.leakThreshold())
							|| isOver(now - leasedAt, settings.maxLeaseTime()))) {
				others++;
			}
		}
		return ((others > 0) ? ", as " + others + ((others == 1) ? " other is" : " others are") : "")
				+ ((cameBack > 0) ? " (" + cameBack + " more came back since the last such line)" : "");
	}

	private static String doing(String who, @Nullable Thread holder) {
		String stack = (holder != null) ? Stacks.now(holder) : "";
		if (!stack.isEmpty()) {
			return "; " + who + " is now at" + stack;
		}
		return (holder != null && !holder.isAlive()) ? "; " + who + " has ended" : "";
	}

	/**
	 * A lease that is held too long. Names no thread, and so keeps none in memory.
	 */
	private record Leak<C>(Slot<C> slot, long word, long since, boolean tooLong) {

	}

}
