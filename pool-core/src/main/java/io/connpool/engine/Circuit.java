package io.connpool.engine;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/*
 * What the pool knows of its chances to open a connection: pure arithmetic on an immutable
 * value, so that it can be tested without a clock or a thread.
 *
 * After the n-th consecutive failure the next attempt starts between 100 ms and
 * min(cap, 100 ms * 2^(n-1)) after the last one started, evenly spread ("full jitter" above a
 * floor that keeps a pool below ten attempts a second). The cap is 1 s while somebody asks and
 * 10 s while nobody does; an ask brings the next attempt forward to 1 s after the last. After
 * recovery opens ramp up 1, 2, 4, ... at a time.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
record Circuit(int failures, long lastAttemptAt, long nextAttemptAt, @Nullable Throwable lastFailure,
		long lastFailureAt, long failingSince, int ramp) {

	static final long FLOOR = TimeUnit.MILLISECONDS.toNanos(100);

	static final long CAP_ASKED = TimeUnit.SECONDS.toNanos(1);

	static final long CAP_UNASKED = TimeUnit.SECONDS.toNanos(10);

	/** No failure yet, or recovery complete. */
	private static final int UNLIMITED = Integer.MAX_VALUE;

	static Circuit healthy() {
		return new Circuit(0, 0, 0, null, 0, 0, UNLIMITED);
	}

	boolean isFailing() {
		return this.failures > 0;
	}

	boolean isOpen(int threshold) {
		return this.failures >= threshold;
	}

	/** Nanoseconds until the next attempt may start; 0 if it may now. */
	long untilNextAttempt(long now) {
		return isFailing() ? Math.max(0, this.nextAttemptAt - now) : 0;
	}

	/** An attempt starts. */
	Circuit attempted(long now, boolean asked, double random) {
		if (!isFailing()) {
			return this;
		}
		return new Circuit(this.failures, now, now + delay(this.failures, asked, random), this.lastFailure,
				this.lastFailureAt, this.failingSince, this.ramp);
	}

	/** An attempt that started at {@code startedAt} failed. */
	Circuit failed(long startedAt, long now, boolean asked, double random, Throwable failure) {
		long last = isFailing() ? later(this.lastAttemptAt, startedAt) : startedAt;
		int failures = this.failures + 1;
		long next = later(now, last + delay(failures, asked, random));
		return new Circuit(failures, last, next, failure, now, isFailing() ? this.failingSince : now, 1);
	}

	/** Somebody asks for a connection. */
	Circuit asked() {
		long soonest = this.lastAttemptAt + CAP_ASKED;
		if (!isFailing() || this.nextAttemptAt - soonest <= 0) {
			return this;
		}
		return new Circuit(this.failures, this.lastAttemptAt, soonest, this.lastFailure, this.lastFailureAt,
				this.failingSince, this.ramp);
	}

	/** An attempt succeeded. */
	Circuit succeeded(int parallelism) {
		if (!isFailing() && this.ramp == UNLIMITED) {
			return this;
		}
		// one more for each success doubles it each round, as in TCP's slow start
		int ramp = isFailing() ? 2 : this.ramp + 1;
		return new Circuit(0, this.lastAttemptAt, 0, this.lastFailure, this.lastFailureAt, 0,
				(ramp >= parallelism) ? UNLIMITED : ramp);
	}

	private static long delay(int failures, boolean asked, double random) {
		long cap = asked ? CAP_ASKED : CAP_UNASKED;
		long backoff = Math.min(cap, FLOOR << Math.min(20, failures - 1));
		return FLOOR + (long) (random * (backoff - FLOOR));
	}

	private static long later(long one, long other) {
		return (one - other >= 0) ? one : other;
	}

}
