package io.connpool.benchmarks.race;

import java.util.ArrayList;
import java.util.List;

import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.race.Crew.Hand;
import io.connpool.benchmarks.race.Trial.Span;
import org.HdrHistogram.Histogram;

/**
 * Scenario c: many threads on few connections, each held for a moment of computing. What
 * counts is how often the pool makes a processor change threads.
 *
 * <p>
 * Throughput and fairness come from a pass that reads no clock, waits from a second one
 * that reads it twice a cycle.
 */
final class ShortHolds implements Scenario {

	@Override
	public String letter() {
		return "c";
	}

	@Override
	public boolean admits(String contender) {
		return true;
	}

	@Override
	public double expectedSeconds(LapSettings settings) {
		return 2 * (2 * settings.warmUpSeconds() + 2 * settings.seconds() + 1);
	}

	@Override
	public List<Row> run(String contender, LapSettings settings) throws Exception {
		List<Row> rows = new ArrayList<>();
		for (int[] load : new int[][] { { 32, 8 }, { 64, 2 } }) {
			try (Contender pool = Pools.full(contender, load[1], Stub::new)) {
				rows.add(new Run(pool, load[0], settings).row(load[0] + " on " + load[1]));
			}
		}
		return rows;
	}

	private static final class Run {

		private final Contender pool;

		private final int threads;

		private final LapSettings settings;

		private final long tokens;

		private final long[] counts;

		private final Histogram[] waits;

		Run(Contender pool, int threads, LapSettings settings) {
			this.pool = pool;
			this.threads = threads;
			this.settings = settings;
			this.tokens = settings.workTokens();
			this.counts = new long[threads];
			this.waits = Waits.histograms(threads);
		}

		Row row(String name) throws Exception {
			Trial counted = new Trial();
			Span span = run(counted, (index) -> this.counts[index] = count(counted));
			Trial timed = new Trial();
			run(timed, (index) -> time(timed, this.waits[index]));
			Fairness fairness = Fairness.of(this.counts);
			double uses = fairness.sum();
			double nanosPerUse = this.threads * span.nanos() / uses;
			return new Row(name).with("uses_per_us", span.perSecond(uses) / 1e6)
				.with("ns_per_use", nanosPerUse)
				.with("min_mean", fairness.minToMean())
				.with("max_min", fairness.maxToMin())
				.with(Waits.of(this.waits).percentiles(nanosPerUse))
				.with("cpu_ns_per_use", span.usage().cpuNanos() / uses)
				.with("switches_per_use", span.usage().switches() / uses);
		}

		private Span run(Trial trial, Hand hand) throws Exception {
			return trial.run(this.threads, hand, this.settings.warmUpNanos(), this.settings.nanos());
		}

		private long count(Trial trial) throws Exception {
			long count = 0;
			while (trial.lasts()) {
				Object held = this.pool.acquire();
				Work.burn(this.tokens);
				this.pool.release(held);
				count += trial.isMeasured() ? 1 : 0;
			}
			return count;
		}

		private void time(Trial trial, Histogram waits) throws Exception {
			while (trial.lasts()) {
				long start = System.nanoTime();
				Object held = this.pool.acquire();
				long wait = System.nanoTime() - start;
				Work.burn(this.tokens);
				this.pool.release(held);
				if (trial.isWarm()) {
					Waits.record(waits, wait);
				}
			}
		}

	}

}
