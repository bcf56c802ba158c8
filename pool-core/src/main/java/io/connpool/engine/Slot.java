package io.connpool.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.connpool.CloseReason;
import org.jspecify.annotations.Nullable;

/*
 * The pool's own record of one place for a connection. Places are made once and reused: the
 * counters of a slot outlive the connections in it.
 *
 * Unless said otherwise a field is written by the slot's owner only, before it gives the slot
 * up by a volatile write of the word, and is read by whoever owns it next. The housekeeper and
 * stats() read some of them without owning the slot; they treat what they see as a hint and
 * decide again once they own it.
 */
final class Slot<C> extends SlotTurn {

	private static final VarHandle HOLDER;

	static {
		try {
			HOLDER = MethodHandles.lookup().findVarHandle(Slot.class, "holder", Thread.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** {@link #leasedAt} of a slot that is not leased. */
	static final long NOT_LEASED = Long.MIN_VALUE;

	final Pool<C> pool;

	@Nullable C connection;

	long connectionId;

	long expiresAt;

	boolean expires;

	/**
	 * When its last use ended, or it was opened; what {@code idle-timeout} counts from.
	 */
	long lastUsed;

	/** When it last proved to work: its open, its last use or its last validation. */
	long lastProved;

	long keepaliveNanos;

	long generation;

	/** Leases of all connections this place ever had. */
	long leases;

	/** As many of them were of earlier connections. */
	private long leasesBefore;

	long leasedAt = NOT_LEASED;

	/** Exact start of the lease where its time is measured for listeners, else 0. */
	long leasedAtExactly;

	/** Exact start of the lease where the caller had waited for it, else 0. */
	long deliveredAt;

	/**
	 * Whether the lease was delivered to a future, so that {@link #holder} is who asked
	 * for it. Written where {@link #deliveredAt} is, and nowhere else: leases that nobody
	 * waited for do not pay for it.
	 */
	boolean handedOver;

	/**
	 * Who leases the connection or did so last; written only when it changes, because
	 * storing a reference costs a garbage collector's barrier. The housekeeper forgets it
	 * once the connection is idle.
	 */
	private @Nullable Thread holder;

	@Nullable Throwable acquiredBy;

	/** The id of the connection here whose successor is being opened; else 0. */
	volatile long successorOf;

	/** The word at which its owner lost it; see {@link #lose()}. */
	private long lostWord;

	/** What the exact idle orders sort by. */
	long orderKey;

	/** Asks the owner to close the connection; anybody may set it. */
	volatile @Nullable CloseReason doomed;

	/** What runs on it in OPENING, CHECKING, RESETTING and CLOSING. */
	volatile @Nullable BoundedCall call;

	/**
	 * Whether whoever seized it to close it ran out of memory or stack before there was a
	 * call; the housekeeper is its owner then.
	 */
	volatile boolean closeLost;

	/** Housekeeper only: the word seen at the last pass, and when it was first seen. */
	long watchedWord;

	long watchedSince;

	/** Housekeeper only: the lease already reported as leaked. */
	long reportedWord;

	long p10;

	long p11;

	long p12;

	long p13;

	long p14;

	long p15;

	long p16;

	long p17;

	Slot(Pool<C> pool) {
		this.pool = pool;
	}

	C connection() {
		C present = this.connection;
		if (present == null) {
			throw new IllegalStateException("bug: no connection in a slot that is " + name(state()));
		}
		return present;
	}

	/** How often the present connection was leased. */
	long uses() {
		return this.leases - this.leasesBefore;
	}

	@Nullable Thread holder() {
		return this.holder;
	}

	/**
	 * The connection is on its way to somebody who has not taken it yet; the owner only.
	 */
	void heldByNobody() {
		this.holder = null;
	}

	/** The owner only. */
	void heldBy(Thread thread) {
		if (this.holder != thread) {
			this.holder = thread;
		}
	}

	/**
	 * Forgets the thread that held an idle connection last; the housekeeper only. Should
	 * that very thread have claimed it again meanwhile, and so have seen no need to write
	 * its name, the name is put back. As long as there is a connection, whoever ends it
	 * forgets the name after that; if there is none any more, the name is taken out here.
	 */
	void forgetHolder(long idleWord) {
		Thread last = this.holder;
		if (last == null || !HOLDER.compareAndSet(this, last, null) || word() == idleWord) {
			return;
		}
		long now;
		do {
			HOLDER.compareAndSet(this, null, last);
			now = word();
			if (hasConnection(now)) {
				return;
			}
			HOLDER.compareAndSet(this, last, null);
		}
		while (word() != now);
	}

	private static boolean hasConnection(long word) {
		int state = stateOf(word);
		return state != EMPTY && state != OPENING && state != CLOSING;
	}

	/**
	 * Called by a thread that ran out of stack or memory while it owned the slot, or
	 * perhaps had passed it on already: plain writing needs neither. The housekeeper
	 * takes the slot back if it does not move on from here.
	 */
	void lose() {
		this.lostWord = word();
		// it may be idle already, and the line not looked at again
		this.pool.serving.lookLater();
	}

	boolean isLost(long word) {
		return this.lostWord == word;
	}

	/** The stack that acquired the lease is of no interest any more. */
	void forgetStack() {
		if (this.acquiredBy != null) {
			this.acquiredBy = null;
		}
	}

	/**
	 * How long the housekeeper has seen this word. Not since a date of its own: that is
	 * as old as the last tick, which is far back after the whole JVM stood still.
	 */
	long seenFor(long word, long now) {
		if (this.watchedWord != word) {
			this.watchedWord = word;
			this.watchedSince = now;
		}
		return now - this.watchedSince;
	}

	/** Forgets the connection, for the place to be used again. */
	void forgetConnection() {
		this.holder = null;
		this.acquiredBy = null;
		this.leasedAt = NOT_LEASED;
		this.deliveredAt = 0;
		this.handedOver = false;
		this.connection = null;
		this.connectionId = 0;
		this.successorOf = 0;
		this.call = null;
		this.doomed = null;
		this.closeLost = false;
		this.leasesBefore = this.leases;
	}

	void doom(CloseReason reason) {
		if (this.doomed == null) {
			this.doomed = reason;
		}
	}

}
