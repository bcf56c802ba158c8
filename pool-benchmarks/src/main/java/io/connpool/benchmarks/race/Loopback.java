package io.connpool.benchmarks.race;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.connpool.benchmarks.race.Trial.Span;
import org.HdrHistogram.Histogram;

/**
 * Scenario f: real sockets. Threads ask an echo server in another process over blocking
 * TCP on loopback, 64 bytes each way.
 */
final class Loopback implements Scenario {

	private static final String SOCKET_PER_REQUEST = "socket per request";

	private static final String FRAMED = "connpool-tcp";

	private static final String SPRING = "spring-integration";

	private static final List<int[]> LOADS = List.of(new int[] { 1, 1 }, new int[] { 16, 16 }, new int[] { 64, 16 });

	@Override
	public String letter() {
		return "f";
	}

	@Override
	public List<String> guests() {
		return List.of(FRAMED, SPRING, SOCKET_PER_REQUEST);
	}

	@Override
	public boolean admits(String contender) {
		return Scenario.super.admits(contender) || contender.equals(Pools.DEDICATED);
	}

	@Override
	public double expectedSeconds(LapSettings settings) {
		return 4 + LOADS.size() * (settings.warmUpSeconds() + settings.seconds() + 1);
	}

	@Override
	public List<Row> run(String contender, LapSettings settings) throws Exception {
		List<Row> rows = new ArrayList<>();
		try (EchoProcess server = EchoProcess.start()) {
			for (int[] load : LOADS) {
				try (Exchanger exchanger = exchanger(contender, server.port(), load[1])) {
					rows.add(new Run(exchanger, load[0]).row(load[0] + " on " + load[1], settings));
				}
			}
		}
		return rows;
	}

	private static Exchanger exchanger(String contender, int port, int size) throws Exception {
		return switch (contender) {
			case SOCKET_PER_REQUEST -> new SocketPerRequest(port);
			case FRAMED -> new FramedSockets(port, size);
			case SPRING -> new SpringGateway(port, size);
			default -> new PooledSockets(Pools.full(contender, size, () -> new EchoSocket(port)));
		};
	}

	private static final class Run {

		private final Exchanger exchanger;

		private final long most;

		private final Trial trial = new Trial();

		private final long[] counts;

		private final long[] ends;

		private final Histogram[] times;

		Run(Exchanger exchanger, int threads) {
			this.exchanger = exchanger;
			this.most = Math.max(1, exchanger.mostRequests() / threads);
			this.counts = new long[threads];
			this.ends = new long[threads];
			this.times = Waits.histograms(threads);
		}

		Row row(String name, LapSettings settings) throws Exception {
			int threads = this.counts.length;
			Span span = this.trial.run(threads, this::work, settings.warmUpNanos(), settings.nanos());
			// Those who may ask only so often are done before the time is over.
			long asked = LongStream.of(this.ends).map((end) -> end - span.start()).max().orElseThrow();
			double nanos = Math.min(asked, span.nanos());
			Fairness fairness = Fairness.of(this.counts);
			double requests = fairness.sum();
			return new Row(name).with("requests_per_s", requests / (nanos / 1e9))
				.with("min_mean", fairness.minToMean())
				.with("max_min", fairness.maxToMin())
				.with(Waits.of(this.times).percentiles(threads * nanos / requests))
				.with("cpu_us_per_use", span.cpuMicros() / requests)
				.with("switches_per_use", span.usage().switches() / requests);
		}

		private void work(int index) throws Exception {
			long warmUps = 0;
			while (this.trial.lasts() && this.counts[index] < this.most) {
				if (!this.trial.isWarm() && warmUps++ >= this.most / 8) {
					Pause.millis(1);
				}
				else {
					ask(index);
				}
			}
			this.ends[index] = System.nanoTime();
		}

		private void ask(int index) throws Exception {
			long start = System.nanoTime();
			this.exchanger.exchange();
			long time = System.nanoTime() - start;
			if (this.trial.isWarm()) {
				Waits.record(this.times[index], time);
			}
			if (this.trial.isMeasured()) {
				this.counts[index]++;
			}
		}

	}

}
