package io.connpool.benchmarks.race;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.contender.Spec;
import io.connpool.benchmarks.race.Phase.Mark;

/**
 * Scenario g: fifty threads meet a pool that is not yet open to its limit of twenty, and
 * opening takes 150 ms. A spike that the idle connections serve in less time than that
 * should open nothing; a load that lasts should open everything, and at once.
 */
final class Growth implements Scenario {

	private static final int THREADS = 50;

	private static final int MAX_SIZE = 20;

	private static final double OPEN_MILLIS = 150;

	private static final double WORK_MILLIS = 2;

	private static final int SPIKE_IDLE = 5;

	private static final int SPIKES = 3;

	private static final double LASTING_SECONDS = 4;

	@Override
	public String letter() {
		return "g";
	}

	@Override
	public boolean isLong() {
		return true;
	}

	@Override
	public double expectedSeconds(LapSettings settings) {
		return 2 * SPIKES + 3 + 2 * (lastingSeconds(settings) + 2);
	}

	private static double lastingSeconds(LapSettings settings) {
		return LASTING_SECONDS * settings.shareOfFullLength();
	}

	@Override
	public List<Row> run(String contender, LapSettings settings) throws Exception {
		// Loads the classes and compiles the code that a spike does not leave time for.
		lastingLoad(contender, 5, 0, Math.min(1, 2 * settings.warmUpSeconds()));
		List<Row> rows = new ArrayList<>();
		rows.add(spikes(contender));
		rows.add(lastingLoad(contender, 1, OPEN_MILLIS, lastingSeconds(settings)));
		rows.add(lastingLoad(contender, 5, OPEN_MILLIS, lastingSeconds(settings)));
		return rows;
	}

	private static Row spikes(String contender) throws Exception {
		double[] servedMillis = new double[SPIKES];
		double[] extraOpens = new double[SPIKES];
		for (int i = 0; i < SPIKES; i++) {
			SlowBackend backend = new SlowBackend(OPEN_MILLIS, MAX_SIZE);
			try (Contender pool = Pools.create(contender, new Spec(SPIKE_IDLE, MAX_SIZE, Pools.LONG_WAIT, backend))) {
				settle(backend, SPIKE_IDLE);
				int before = backend.begun();
				long[] ends = new long[THREADS];
				Crew crew = Crew.of(THREADS, (index) -> {
					use(pool);
					ends[index] = System.nanoTime();
				});
				long start = crew.start();
				crew.join();
				servedMillis[i] = (LongStream.of(ends).max().orElseThrow() - start) / 1e6;
				backend.settle();
				extraOpens[i] = backend.begun() - before;
			}
		}
		return new Row("spike, 5 idle").with("served_ms", median(servedMillis)).with("extra_opens", median(extraOpens));
	}

	private static Row lastingLoad(String contender, int idle, double openMillis, double seconds) throws Exception {
		SlowBackend backend = new SlowBackend(openMillis, MAX_SIZE);
		try (Contender pool = Pools.create(contender, new Spec(idle, MAX_SIZE, Pools.LONG_WAIT, backend))) {
			settle(backend, idle);
			int before = backend.present();
			Phase measured = new Phase();
			LongAdder uses = new LongAdder();
			Crew crew = Crew.of(THREADS, (index) -> {
				while (measured.lasts()) {
					use(pool);
					uses.increment();
				}
			});
			long start = crew.start();
			Mark end = measured.lastFor(Math.round(seconds * 1e9));
			double perSecond = uses.sum() / ((end.nanos() - start) / 1e9);
			int present = backend.present();
			crew.join();
			return new Row("lasting load, " + idle + " idle").with("open_before", before)
				.with("all_open_ms", backend.millisUntilFull(start))
				.with("open_at_end", present)
				.with("uses_per_s", perSecond);
		}
	}

	private static void settle(SlowBackend backend, int idle) throws NotApplicableException {
		backend.settle();
		if (backend.present() > 2 * idle) {
			throw new NotApplicableException(
					"keeps itself full: " + backend.present() + " open where " + idle + " were asked for");
		}
	}

	private static void use(Contender pool) throws Exception {
		Object held = pool.acquire();
		Pause.millis(WORK_MILLIS);
		pool.release(held);
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

}
