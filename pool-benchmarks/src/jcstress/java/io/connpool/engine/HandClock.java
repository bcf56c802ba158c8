package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.NanoClock;

/**
 * A clock that goes when it is told to.
 */
final class HandClock implements NanoClock {

	private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());

	@Override
	public long nanos() {
		return this.now.get();
	}

	void advance(Duration duration) {
		this.now.addAndGet(duration.toNanos());
	}

}
