package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.connpool.LeaseInfo;
import org.jspecify.annotations.Nullable;

/*
 * Who holds connections at this moment, longest first, for messages. Nobody is stopped for it: a
 * lease may end while it is looked at, which the slot's word tells, so that nobody is shown with
 * what he does after it.
 */
final class Holders<C> {

	/** As many are named; the others are counted. */
	private static final int NAMED = 5;

	private final Pool<C> pool;

	private final List<Held<C>> held = new ArrayList<>();

	/** Who asks, unless a thread of the pool does for an async caller. */
	private final @Nullable Thread asker;

	Holders(Pool<C> pool) {
		this.pool = pool;
		this.asker = pool.workers.isInside() ? null : Thread.currentThread();
		long now = pool.clock.nanos();
		for (Slot<C> slot : pool.table.slots()) {
			long word = slot.word();
			long leasedAt = slot.leasedAt;
			if (SlotState.stateOf(word) == SlotState.ACTIVE && leasedAt != Slot.NOT_LEASED) {
				this.held.add(new Held<>(slot, word, now - leasedAt));
			}
		}
		this.held.sort(Comparator.comparingLong((Held<C> one) -> one.nanos()).reversed());
	}

	int count() {
		return this.held.size();
	}

	/** Whether every one of them has held its connection for longer than that. */
	boolean areAllLongerThan(long nanos) {
		return !this.held.isEmpty() && this.held.get(this.held.size() - 1).nanos() > nanos;
	}

	boolean includeAsker() {
		return this.asker != null && this.held.stream().anyMatch((one) -> isHeldByAsker(one.slot()));
	}

	/** What it only asked for may long be in the hands of another. */
	private boolean isHeldByAsker(Slot<C> slot) {
		return slot.holder() == this.asker && !slot.handedOver;
	}

	/** Those who have held longest. */
	List<LeaseInfo> named() {
		return longest().stream().map((one) -> leaseInfo(one.slot(), one.nanos())).toList();
	}

	void tell(boolean withStacks, StringBuilder text) {
		String separator = withStacks ? System.lineSeparator() + "\t" : " ";
		for (Held<C> one : longest()) {
			text.append(separator).append(leaseInfo(one.slot(), one.nanos()));
			tellWhatItDoes(one, withStacks, text);
			separator = withStacks ? System.lineSeparator() + "\t" : ", ";
		}
		int others = this.held.size() - NAMED;
		if (others > 0) {
			text.append(separator).append("and ").append(others).append(" more");
		}
	}

	static LeaseInfo leaseInfo(Slot<?> slot, long heldNanos) {
		Thread holder = slot.holder();
		String name = (holder == null) ? "unknown" : holder.getName().isEmpty() ? holder.toString() : holder.getName();
		return new LeaseInfo(slot.connectionId, name, Duration.ofNanos(Math.max(0, heldNanos)), slot.handedOver);
	}

	private List<Held<C>> longest() {
		return this.held.subList(0, Math.min(NAMED, this.held.size()));
	}

	private void tellWhatItDoes(Held<C> one, boolean withStacks, StringBuilder text) {
		Slot<C> slot = one.slot();
		Thread holder = slot.holder();
		String now = (withStacks && holder != null && holder != this.asker) ? Stacks.now(holder) : "";
		boolean handedOver = slot.handedOver;
		String acquired = withStacks ? Stacks.acquiring(slot.acquiredBy) : "";
		if (slot.word() != one.word()) {
			text.append(" (and came back meanwhile)");
			return;
		}
		text.append(note(holder));
		if (!now.isEmpty()) {
			text.append(handedOver ? " (which may be doing something else), now at" : ", now at").append(now);
		}
		if (!acquired.isEmpty()) {
			text.append(System.lineSeparator()).append("\t  acquired at").append(acquired);
		}
	}

	/** What a thread's name does not say. */
	private String note(@Nullable Thread holder) {
		if (holder == null) {
			return "";
		}
		if (holder == this.asker) {
			return " (this very thread)";
		}
		return holder.isAlive() ? "" : " (which has ended)";
	}

	/**
	 * For how long a connection has been leased, read once: it may come back and be
	 * leased again while holders are sorted.
	 */
	private record Held<C>(Slot<C> slot, long word, long nanos) {

	}

}
