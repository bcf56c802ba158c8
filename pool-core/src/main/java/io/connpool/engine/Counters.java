package io.connpool.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.CloseReason;

/*
 * What happened, in numbers. None of these is touched by an uncontended acquire or release;
 * the number of leases is kept by the slots.
 */
final class Counters {

	final LongAdder timedOut = new LongAdder();

	final LongAdder rejected = new LongAdder();

	final LongAdder opened = new LongAdder();

	final LongAdder openFailed = new LongAdder();

	final LongAdder staleCalls = new LongAdder();

	private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

	Counters() {
		for (CloseReason reason : CloseReason.values()) {
			this.closed.put(reason, new LongAdder());
		}
	}

	void closed(CloseReason reason) {
		LongAdder count = this.closed.get(reason);
		if (count != null) {
			count.increment();
		}
	}

	Map<CloseReason, Long> closedByReason() {
		Map<CloseReason, Long> sums = new EnumMap<>(CloseReason.class);
		this.closed.forEach((reason, count) -> {
			if (count.sum() > 0) {
				sums.put(reason, count.sum());
			}
		});
		return sums;
	}

}
