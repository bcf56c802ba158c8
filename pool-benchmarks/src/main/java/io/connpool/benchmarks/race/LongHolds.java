package io.connpool.benchmarks.race;

import java.util.ArrayList;
import java.util.List;

import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.race.Trial.Span;
import org.HdrHistogram.Histogram;

/**
 * Scenario d: connections held as long as a call over a network takes. What counts is
 * whether the connections are kept busy and how long the unlucky wait.
 */
final class LongHolds implements Scenario {

	private static final List<Load> LOADS = List.of(new Load("32 on 8, 100 µs", 32, 8, 0.1, 0),
			new Load("64 on 8, 1 ms + 7.5 ms", 64, 8, 1, 7.5));

	@Override
	public String letter() {
		return "d";
	}

	@Override
	public double expectedSeconds(LapSettings settings) {
		return LOADS.size() * (settings.warmUpSeconds() + 2 * settings.seconds() + 1);
	}

	@Override
	public List<Row> run(String contender, LapSettings settings) throws Exception {
		List<Row> rows = new ArrayList<>();
		for (Load load : LOADS) {
			try (Contender pool = Pools.full(contender, load.connections, Stub::new)) {
				rows.add(new Run(pool, load).row(settings));
			}
		}
		return rows;
	}

	private record Load(String name, int threads, int connections, double holdMillis, double thinkMillis) {
	}

	private static final class Run {

		private final Contender pool;

		private final Load load;

		private final Trial trial = new Trial();

		private final long[] counts;

		private final Histogram[] waits;

		private final Histogram[] holds;

		Run(Contender pool, Load load) {
			this.pool = pool;
			this.load = load;
			this.counts = new long[load.threads];
			this.waits = Waits.histograms(load.threads);
			this.holds = Waits.histograms(load.threads);
		}

		Row row(LapSettings settings) throws Exception {
			Span span = this.trial.run(this.load.threads, this::work, settings.warmUpNanos(), 2 * settings.nanos());
			Fairness fairness = Fairness.of(this.counts);
			Waits waited = Waits.of(this.waits);
			Waits held = Waits.of(this.holds);
			double uses = fairness.sum();
			return new Row(this.load.name)
				.with("share_of_ideal", busyShare(uses, held.meanMicros() * 1e3, span.nanos()))
				.with("uses_per_s", span.perSecond(uses))
				.with(waited.percentiles(this.load.threads * span.nanos() / uses))
				.with("min_mean", fairness.minToMean())
				.with("max_min", fairness.maxToMin())
				.with("mean_hold_us", held.meanMicros())
				.with("cpu_us_per_use", span.cpuMicros() / uses)
				.with("switches_per_use", span.usage().switches() / uses);
		}

		// With time to think the connections are not wanted all the time: ideal is then
		// what the threads could ask for if they never waited.
		private double busyShare(double uses, double holdNanos, long nanos) {
			double thinkNanos = this.load.thinkMillis * 1e6;
			double wanted = this.load.threads * holdNanos / (holdNanos + thinkNanos);
			return uses * holdNanos / (Math.min(this.load.connections, wanted) * nanos);
		}

		private void work(int index) throws Exception {
			while (this.trial.lasts()) {
				long start = System.nanoTime();
				Object held = this.pool.acquire();
				long from = System.nanoTime();
				Pause.millis(this.load.holdMillis);
				long until = System.nanoTime();
				this.pool.release(held);
				if (this.trial.isWarm()) {
					Waits.record(this.waits[index], from - start);
				}
				if (this.trial.isMeasured()) {
					Waits.record(this.holds[index], until - from);
					this.counts[index]++;
				}
				Pause.millis(this.load.thinkMillis);
			}
		}

	}

}
