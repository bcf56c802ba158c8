package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Many callers at once. */
final class CrowdProbes {

	private static final int ROUNDS = 10;

	private CrowdProbes() {
	}

	static void burst(Bench bench) throws Exception {
		all(bench, bench.pace().timeout());
	}

	static void slowBurst(Bench bench) throws Exception {
		bench.backend().opening(Fault.slow(Duration.ofMillis(100)));
		// Opened one by one they take 5 s.
		all(bench, bench.pace().timeout().multipliedBy(6));
	}

	/** As many callers as places, none of whom gives back. */
	private static void all(Bench bench, Duration timeout) throws Exception {
		int count = 50;
		bench.open(count, timeout);
		int served = 0;
		double last = 0;
		for (Caller<Object> caller : Caller.start(count, bench.subject()::acquire)) {
			if (caller.await(timeout.multipliedBy(2).toMillis()).result() != null) {
				served++;
				last = Math.max(last, caller.millis());
			}
			bench.overran(caller.millis());
		}
		bench.facts()
			.put(Fact.UNSERVED, count - served)
			.note("%d of %d served, the last after %.0f ms".formatted(served, count, last));
	}

	static void churn(Bench bench) throws Exception {
		int size = 5;
		bench.openWarm(size);
		bench.backend().opening(Fault.slow(Duration.ofMillis(10)));
		bench.backend().closing(Fault.slow(Duration.ofMillis(300)));
		Crowd crowd = Crowd.start(bench, size, Duration.ZERO, bench.subject()::discard);
		Bench.pause(bench.pace().timeout().multipliedBy(3));
		crowd.stop();
		int peak = bench.backend().peak();
		bench.facts()
			.put(Fact.OVER_LIMIT, Math.max(0, peak - size))
			.note("at most " + peak + " open, " + crowd.served() + " uses");
		bench.backend().heal();
		bench.recover();
	}

	static void fairness(Bench bench) throws Exception {
		int callers = 16;
		bench.openWarm(2);
		Crowd crowd = Crowd.start(bench, callers, Duration.ZERO, (held) -> {
			spin(200_000);
			bench.subject().release(held);
		});
		Bench.pause(bench.pace().timeout().multipliedBy(4));
		crowd.stop();
		List<Integer> uses = crowd.uses();
		double mean = uses.stream().mapToInt(Integer::intValue).average().orElse(0);
		double least = uses.stream().mapToInt(Integer::intValue).min().orElse(0);
		bench.facts()
			.put(Fact.MIN_SHARE, (mean > 0) ? least / mean : 0)
			.put(Fact.TIMED_OUT, crowd.failed())
			.note(String.format(Locale.ROOT, "least share %.2f of an equal one, longest wait %.0f ms, %d uses",
					least / mean, crowd.slowestMillis(), crowd.served()));
		bench.recover();
	}

	private static void spin(long nanos) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < nanos) {
			Thread.onSpinWait();
		}
	}

	static void close(Bench bench) throws Exception {
		int left = 0;
		int leaked = 0;
		for (int round = 0; round < ROUNDS; round++) {
			int open = closeOnce(bench);
			left += (open > 0) ? 1 : 0;
			leaked += open;
		}
		bench.facts().put(Fact.LEFT_OPEN, left).note(leaked + " connections left in " + ROUNDS + " closes");
	}

	/** Returns how many connections are still there long after everybody has gone. */
	private static int closeOnce(Bench bench) throws Exception {
		bench.renewBackend();
		Backend backend = bench.backend();
		backend.opening(Fault.slow(Duration.ofMillis(5)));
		backend.closing(Fault.slow(Duration.ofMillis(5)));
		bench.open(4);
		AtomicInteger count = new AtomicInteger();
		Crowd crowd = Crowd.start(bench, 8, Duration.ZERO, (held) -> {
			Bench.pause(Duration.ofMillis(1));
			if (count.incrementAndGet() % 2 == 0) {
				bench.subject().discard(held);
			}
			else {
				bench.subject().release(held);
			}
		});
		Bench.pause(Duration.ofMillis(100));
		Caller<String> close = Caller.start(() -> {
			bench.subject().close();
			return "";
		});
		Bench.pause(Duration.ofMillis(50));
		crowd.dismiss();
		close.await(bench.pace().late().toMillis());
		crowd.stop();
		long start = System.nanoTime();
		while (backend.live() > 0 && System.nanoTime() - start < 3 * bench.pace().timeout().toNanos()) {
			Bench.pause(Duration.ofMillis(5));
		}
		return backend.live();
	}

}
