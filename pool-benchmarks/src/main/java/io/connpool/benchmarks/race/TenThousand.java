package io.connpool.benchmarks.race;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.contender.Spec;
import io.connpool.benchmarks.race.Trial.Span;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Scenario e: ten thousand virtual threads on 32 connections, each held for a
 * millisecond. In a fair queue everybody waits for about 312 ms; what counts is who never
 * gets a turn.
 */
final class TenThousand implements Scenario {

	private static final int THREADS = 10_000;

	private static final int CONNECTIONS = 32;

	/** Of a fair queue's rounds, so many that being passed over is no accident. */
	private static final int MEASURED = 3;

	private static final int PATIENCE_SECONDS = 10;

	@Override
	public String letter() {
		return "e";
	}

	@Override
	public double expectedSeconds(LapSettings settings) {
		return 2 * settings.warmUpSeconds() + MEASURED * settings.seconds() + PATIENCE_SECONDS + 3;
	}

	@Override
	public List<Row> run(String contender, LapSettings settings) throws Exception {
		if (!VirtualThreads.exist()) {
			throw new NotApplicableException("needs JDK 21");
		}
		Spec spec = new Spec(CONNECTIONS, CONNECTIONS, Duration.ofMinutes(2), Stub::new);
		try (Contender pool = Pools.create(contender, spec)) {
			return List.of(new Run(pool).row(settings));
		}
	}

	private static final class Run {

		private final Contender pool;

		private final Trial trial = new Trial();

		private final AtomicIntegerArray uses = new AtomicIntegerArray(THREADS);

		private final ConcurrentHistogram waits = new ConcurrentHistogram(Duration.ofMinutes(5).toNanos(), 2);

		private final ConcurrentHistogram holds = new ConcurrentHistogram(Duration.ofMinutes(5).toNanos(), 2);

		private final ConcurrentMap<String, Boolean> failures = new ConcurrentHashMap<>();

		private final CountDownLatch home = new CountDownLatch(THREADS);

		Run(Contender pool) {
			this.pool = pool;
		}

		Row row(LapSettings settings) throws Exception {
			for (int i = 0; i < THREADS; i++) {
				int index = i;
				VirtualThreads.start(() -> work(index));
			}
			Pause.nanos(settings.warmUpNanos());
			try (PinnedEvents pinned = new PinnedEvents()) {
				Span span = this.trial.spend(settings.warmUpNanos(), MEASURED * settings.nanos());
				int[] uses = uses();
				long pins = pinned.stop();
				boolean allHome = this.home.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
				return row(uses, span.nanos()).with("cpu_us_per_use", span.cpuMicros() / sum(uses))
					.with("pinned", pins)
					.with("stuck", allHome ? 0 : this.home.getCount())
					.with("failures", String.join("; ", this.failures.keySet()));
			}
		}

		private Row row(int[] uses, long nanos) {
			Fairness fairness = Fairness.of(Arrays.stream(uses).asLongStream().toArray());
			Waits held = Waits.of(this.holds);
			long starved = 0;
			for (int count : uses) {
				starved += (count == 0) ? 1 : 0;
			}
			return new Row("10,000 on 32")
				.with("share_of_ideal", sum(uses) * held.meanMicros() * 1e3 / ((double) CONNECTIONS * nanos))
				.with("uses_per_s", sum(uses) / (nanos / 1e9))
				.with(Waits.of(this.waits).percentiles(THREADS * nanos / sum(uses)))
				.with("min_mean", fairness.minToMean())
				.with("max_min", fairness.maxToMin())
				.with("starved", starved)
				.with("mean_hold_us", held.meanMicros());
		}

		private static double sum(int[] uses) {
			double sum = 0;
			for (int count : uses) {
				sum += count;
			}
			return sum;
		}

		private int[] uses() {
			int[] uses = new int[THREADS];
			for (int i = 0; i < THREADS; i++) {
				uses[i] = this.uses.get(i);
			}
			return uses;
		}

		private void work(int index) {
			try {
				while (this.trial.lasts()) {
					use(index);
				}
			}
			catch (Throwable ex) {
				this.failures.put(ex.toString(), true);
			}
			finally {
				this.home.countDown();
			}
		}

		// A wait that outlasts the measured time is recorded in full: whoever never had a
		// turn is let in at the end, when nobody holds a connection for long any more.
		private void use(int index) throws Exception {
			long start = System.nanoTime();
			Object held = this.pool.acquire();
			long from = System.nanoTime();
			if (this.trial.lasts()) {
				Pause.millis(1);
				if (this.trial.isMeasured()) {
					this.holds.recordValue(System.nanoTime() - from);
					this.uses.lazySet(index, this.uses.get(index) + 1);
				}
			}
			this.pool.release(held);
			if (this.trial.isWarm()) {
				Waits.record(this.waits, from - start);
			}
		}

	}

}
