package io.connpool.engine;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/*
 * Opens while quarantine is full. Calls hang that nothing ends, an interrupt least of all; but the
 * backend may be well by now, and only an open can tell. So one at a time may be tried, as an extra.
 *
 * An extra costs nothing if it returns, whatever it brings. If it hangs, the next may start 1 s
 * after it started, and twice as long after each further one in a row. One that succeeds proves
 * that opens return: the next starts at once, and the doubling starts anew.
 *
 * The bound: in t seconds in which no open succeeds no more than 1 + log2(1 + t) extras hang. Those
 * of max-quarantined come on top, and those that were under way when they became so many, one for
 * each place at most. Where some opens succeed and others hang for ever, the doubling alone would
 * let one a second be lost. So no wait is shorter than 1 s doubled once for every max-size + 32
 * that hang beyond max-quarantined: their number grows with the logarithm of the time, whatever
 * the backend does.
 */
final class ExtraOpens {

	private static final long WAIT = TimeUnit.SECONDS.toNanos(1);

	/** A wait of 34 years. */
	private static final int MOST_DOUBLINGS = 30;

	private static final int TOLERATED = 32;

	private final Quarantine quarantine;

	private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.FREE);

	ExtraOpens(Quarantine quarantine) {
		this.quarantine = quarantine;
	}

	/** The extra open that has neither ended nor been given up. */
	@Nullable SlotCall<?> underWay() {
		return turn().holder();
	}

	/**
	 * Whether nothing may be opened, because quarantine is full and it is no extra's
	 * turn.
	 */
	boolean mustWait(long now) {
		return this.quarantine.isFull() && (turn().holder() != null || turn().untilNext(now) > 0);
	}

	/** Nanoseconds until the wait after the last that hung is over. */
	long untilNext(long now) {
		return turn().untilNext(now);
	}

	/**
	 * Nanoseconds until that wait is over, {@link Long#MAX_VALUE} if something was tried
	 * since then already, or there is none.
	 */
	long untilNextSince(long lastAttemptAt, long now) {
		Turn turn = turn();
		return (this.quarantine.isFull() && turn.waits() && turn.notBefore() - lastAttemptAt > 0) ? turn.untilNext(now)
				: Long.MAX_VALUE;
	}

	/**
	 * Whether an open may start: there is room in quarantine should it hang, or it is its
	 * turn as an extra, which it has from now on.
	 */
	boolean mayStart(SlotCall<?> open, int maxSize, long now) {
		for (;;) {
			int beyond = this.quarantine.size() - this.quarantine.cap();
			if (beyond < 0) {
				return true;
			}
			Turn turn = turn();
			if (turn.holder() != null || turn.untilNext(now) > 0) {
				return false;
			}
			int doublings = Math.max(turn.hangs(), beyond / (maxSize + TOLERATED));
			Turn taken = new Turn(open, turn.hangs() + 1, true, now + (WAIT << Math.min(doublings, MOST_DOUBLINGS)));
			if (this.turn.compareAndSet(turn, taken)) {
				return true;
			}
		}
	}

	/** An open succeeded, whether it was an extra or not. */
	void succeeded(SlotCall<?> open) {
		this.turn.updateAndGet((turn) -> (turn.holder() == null || turn.holder() == open) ? Turn.FREE
				: new Turn(turn.holder(), 1, true, turn.notBefore()));
	}

	/** An open failed in time, or could not be started. */
	void failed(SlotCall<?> open) {
		this.turn.updateAndGet((turn) -> (turn.holder() == open) ? new Turn(null, turn.hangs() - 1, false, 0) : turn);
	}

	/** An open was given up. */
	void hung(SlotCall<?> open) {
		this.turn.updateAndGet(
				(turn) -> (turn.holder() == open) ? new Turn(null, turn.hangs(), true, turn.notBefore()) : turn);
	}

	private Turn turn() {
		return Objects.requireNonNull(this.turn.get());
	}

	/**
	 * Whose turn it is, and when the next may come.
	 *
	 * @param holder the extra open under way, which is taken to hang until it returns
	 * @param hangs how many hung in a row, with the one under way
	 * @param waits whether the last hung, or the one under way may do so
	 * @param notBefore when the next may start, if it has to wait
	 */
	private record Turn(@Nullable SlotCall<?> holder, int hangs, boolean waits, long notBefore) {

		static final Turn FREE = new Turn(null, 0, false, 0);

		long untilNext(long now) {
			return this.waits ? Math.max(0, this.notBefore - now) : 0;
		}

	}

}
