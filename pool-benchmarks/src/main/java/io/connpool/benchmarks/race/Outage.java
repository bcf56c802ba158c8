package io.connpool.benchmarks.race;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.contender.Spec;
import io.connpool.benchmarks.race.FaultyBackend.Connection;
import io.connpool.benchmarks.race.FaultyBackend.Fault;
import io.connpool.benchmarks.race.FaultyBackend.Refusal;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Scenario h: the backend goes down for three seconds and comes back. What do callers
 * learn, what does the pool do to a backend that is down, and how soon is service what it
 * was?
 *
 * <p>
 * Sixteen threads use eight connections for a millisecond each; a thread whose attempt
 * failed tries again after a millisecond. Nobody holds a connection at the moment of the
 * fault.
 */
final class Outage implements Scenario {

	private static final int THREADS = 16;

	private static final int CONNECTIONS = 8;

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final double WORK_MILLIS = 1;

	private static final double RETRY_MILLIS = 1;

	private static final double LULL_MILLIS = 20;

	private static final double DOWN_SECONDS = 3;

	private static final double RECOVERY_SECONDS = 5;

	private static final double ENOUGH = 0.9;

	private static final double SAMPLE_MILLIS = 10;

	@Override
	public String letter() {
		return "h";
	}

	@Override
	public boolean isLong() {
		return true;
	}

	@Override
	public double expectedSeconds(LapSettings settings) {
		return 2 * (settings.warmUpSeconds() + settings.seconds() + downSeconds(settings) + RECOVERY_SECONDS + 2);
	}

	private static double downSeconds(LapSettings settings) {
		return DOWN_SECONDS * settings.shareOfFullLength();
	}

	@Override
	public List<Row> run(String contender, LapSettings settings) throws Exception {
		List<Row> rows = new ArrayList<>();
		for (Fault fault : Fault.values()) {
			FaultyBackend backend = new FaultyBackend(fault);
			Spec spec = new Spec(CONNECTIONS, CONNECTIONS, TIMEOUT, backend);
			try (Contender pool = Pools.create(contender, spec)) {
				rows.add(new Run(pool, backend).row(fault.name().toLowerCase(Locale.ROOT), settings));
			}
			finally {
				backend.comeBack();
			}
		}
		return rows;
	}

	private static final class Run {

		private final Contender pool;

		private final FaultyBackend backend;

		private final Phase all = new Phase();

		private final LongAdder uses = new LongAdder();

		private final LongAdder deadLent = new LongAdder();

		private final LongAdder withCause = new LongAdder();

		private final ConcurrentHistogram learned = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), 2);

		private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

		private final Recovery recovery = new Recovery();

		// So that connections die while idle, which is when a pool could find out.
		private volatile boolean lull;

		Run(Contender pool, FaultyBackend backend) {
			this.pool = pool;
			this.backend = backend;
		}

		Row row(String name, LapSettings settings) throws Exception {
			Crew crew = Crew.of(THREADS, (index) -> work());
			crew.start();
			Pause.millis(1e3 * settings.warmUpSeconds());
			long start = sampleFor(settings.seconds());
			double former = this.recovery.perSecond(start, System.nanoTime());
			this.lull = true;
			Pause.millis(LULL_MILLIS);
			Usage before = Usage.now();
			long opensBefore = this.backend.opens();
			this.backend.goDown();
			this.lull = false;
			long down = sampleFor(downSeconds(settings));
			long opens = this.backend.opens() - opensBefore;
			Usage usage = Usage.now().since(before);
			this.backend.comeBack();
			long back = System.nanoTime();
			sampleUntilRecovered(back, former);
			this.all.end();
			crew.join();
			Waits waits = Waits.of(this.learned);
			double attempts = waits.count();
			return new Row(name).with("former_uses_per_s", former)
				.with("learns_after_ms", (attempts == 0) ? Double.NaN : waits.micros(50) / 1e3)
				.with("learns_at_worst_ms", (attempts == 0) ? Double.NaN : waits.maxMicros() / 1e3)
				.with("learns", mostFrequentFailure())
				.with("with_cause", (attempts == 0) ? Double.NaN : this.withCause.sum() / attempts)
				.with("opens_per_s", opens / ((back - down) / 1e9))
				.with("cores_while_down", usage.cpuNanos() / (double) (back - down))
				.with("back_after_ms", Math.max(SAMPLE_MILLIS, this.recovery.millisUntil(back, former, ENOUGH)))
				.with("dead_lent", this.deadLent.sum())
				.with("down_s", (back - down) / 1e9)
				.with("timeline", this.recovery.timeline(down - 5 * Recovery.WINDOW));
		}

		private long sampleFor(double seconds) {
			long start = System.nanoTime();
			long end = start + Math.round(seconds * 1e9);
			for (long now = start; now < end; now = System.nanoTime()) {
				this.recovery.sample(now, this.uses.sum());
				Pause.millis(SAMPLE_MILLIS);
			}
			this.recovery.sample(System.nanoTime(), this.uses.sum());
			return start;
		}

		private void sampleUntilRecovered(long back, double former) {
			double waited = 0;
			do {
				sampleFor(0.25);
				waited += 0.25;
			}
			while (waited < RECOVERY_SECONDS && Double.isNaN(this.recovery.millisUntil(back, former, ENOUGH)));
		}

		private String mostFrequentFailure() {
			return this.failures.entrySet()
				.stream()
				.max((a, b) -> Long.compare(a.getValue().sum(), b.getValue().sum()))
				.map(Map.Entry::getKey)
				.orElse("nothing");
		}

		private void work() {
			while (this.all.lasts()) {
				if (this.lull || !attempt()) {
					Pause.millis(RETRY_MILLIS);
				}
			}
		}

		private boolean attempt() {
			long start = System.nanoTime();
			Object held;
			try {
				held = this.pool.acquire();
			}
			catch (Exception ex) {
				if (this.backend.isDown()) {
					Waits.record(this.learned, System.nanoTime() - start);
					this.failures.computeIfAbsent(ex.getClass().getSimpleName(), (key) -> new LongAdder()).increment();
					this.withCause.add(Refusal.isBehind(ex) ? 1 : 0);
				}
				return false;
			}
			return use(held);
		}

		private boolean use(Object held) {
			Connection connection = (Connection) this.pool.resource(held);
			this.deadLent.add(connection.isAlive() ? 0 : 1);
			try {
				connection.use(WORK_MILLIS);
				this.pool.release(held);
			}
			catch (IOException ex) {
				discard(held, ex);
				return false;
			}
			catch (Exception ex) {
				// The use went well all the same.
			}
			this.uses.increment();
			return true;
		}

		// Some open another connection on the spot and fail with that.
		private void discard(Object held, IOException cause) {
			try {
				this.pool.discard(held, cause);
			}
			catch (Exception ex) {
				// It says nothing about the next acquire.
			}
		}

	}

}
