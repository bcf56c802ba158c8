package io.connpool.engine;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.connpool.NanoClock;

/*
 * A connection that turns out to be dead casts suspicion on the others: what killed it, a server
 * that went away or a firewall that forgot, has most likely killed them too. So all that proved to
 * work before that have to do so once more before they are lent, and the idle ones are asked at
 * once, apart from callers, a few at a time: one failure instead of one for each caller.
 *
 * Suspicion closes nothing. Who passes is as good as before; and the death of one that was
 * suspected already is no news, so that a sweep does not start the next. There is a new one once a
 * second at most, so that callers who break one connection after another do not keep all others
 * busy with proving themselves.
 */
final class Suspicion {

	/** How many idle connections are asked at a time. */
	static final int ASKED_AT_ONCE = 16;

	/** When to look whether the next may be asked. */
	static final long ASKED_EVERY = TimeUnit.MILLISECONDS.toNanos(10);

	private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

	private static final int MOST_CAUSES = 16;

	private final NanoClock clock;

	private final Runnable onRaise;

	/** What last proved to work before that is suspect. */
	private volatile long since;

	private volatile long raisedAt;

	Suspicion(NanoClock clock, Runnable onRaise) {
		this.clock = clock;
		this.onRaise = onRaise;
		long now = clock.nanos();
		this.since = now;
		this.raisedAt = now - EVERY;
	}

	boolean isSuspect(Slot<?> slot) {
		return slot.lastProved - this.since < 0;
	}

	/** Whether the failure of a use says something about other connections. */
	static boolean isRaisedBy(Throwable failure) {
		try {
			Throwable cause = failure;
			for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
				if (cause instanceof IOException) {
					return true;
				}
				cause = cause.getCause();
			}
		}
		catch (Throwable ex) {
			// getCause is the user's
		}
		return false;
	}

	/** A connection is dead; the owner of its slot says so. */
	void raise(Slot<?> slot) {
		long now = this.clock.nanos();
		if (isSuspect(slot) || now - this.raisedAt < EVERY) {
			return;
		}
		this.raisedAt = now;
		this.since = now;
		this.onRaise.run();
	}

}
