package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers who acquire and give back over and over, until they are told to stop.
 */
final class Crowd {

	private final Bench bench;

	private final Use use;

	private final Duration pause;

	private final AtomicInteger served = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private final AtomicLong slowestNanos = new AtomicLong();

	private final List<Caller<Integer>> callers;

	private volatile boolean stopped;

	private Crowd(Bench bench, int count, Duration pause, Use use) {
		this.bench = bench;
		this.use = use;
		this.pause = pause;
		this.callers = Caller.start(count, this::work);
	}

	/**
	 * Starts callers.
	 * @param bench whose pool they use
	 * @param count how many
	 * @param pause between the uses of each
	 * @param use what they do with a connection, which includes giving it back
	 * @return the callers
	 */
	static Crowd start(Bench bench, int count, Duration pause, Use use) {
		return new Crowd(bench, count, pause, use);
	}

	private int work() {
		int uses = 0;
		while (!this.stopped) {
			long start = System.nanoTime();
			Object held = acquire();
			this.slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
			if (held != null) {
				uses++;
				use(held);
			}
			Bench.pause(this.pause);
		}
		return uses;
	}

	private Object acquire() {
		try {
			Object held = this.bench.subject().acquire();
			this.served.incrementAndGet();
			return held;
		}
		catch (Throwable ex) {
			// the pool's, of any kind: the caller goes on
			this.failed.incrementAndGet();
			return null;
		}
	}

	private void use(Object held) {
		try {
			this.use.with(held);
		}
		catch (Throwable ex) {
			// as above
		}
	}

	/** Stops them; returns when all have, or when it is too late for the rest. */
	void stop() {
		this.stopped = true;
		long start = System.nanoTime();
		long patience = this.bench.pace().late().toNanos();
		for (Caller<Integer> caller : this.callers) {
			double left = (start + patience - System.nanoTime()) / 1e6;
			caller.await(caller.millis() + Math.max(0, left));
		}
	}

	/** Asks them to stop, without waiting. */
	void dismiss() {
		this.stopped = true;
	}

	int stuck() {
		return (int) this.callers.stream().filter((caller) -> !caller.isBack()).count();
	}

	int served() {
		return this.served.get();
	}

	int failed() {
		return this.failed.get();
	}

	/** The longest acquire of those that have ended. */
	double slowestMillis() {
		return this.slowestNanos.get() / 1e6;
	}

	/** What each got. */
	List<Integer> uses() {
		return this.callers.stream().map(Caller::result).map((uses) -> (uses != null) ? uses : 0).toList();
	}

	/** What is done with a connection. */
	@FunctionalInterface
	interface Use {

		void with(Object held) throws Exception;

	}

}
