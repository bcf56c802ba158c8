package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Giving back: when that is hard for the pool, and when the caller does it wrong. */
final class ReturnProbes {

	private static final int SIZE = 3;

	private static final int SLOWER_THAN_TIMEOUT = 6;

	private ReturnProbes() {
	}

	static void closeHangs(Bench bench) throws Exception {
		bench.openWarm(SIZE);
		List<Object> held = bench.holdAll();
		Duration hang = bench.pace().timeout().multipliedBy(SLOWER_THAN_TIMEOUT);
		bench.backend().closing(Fault.slow(hang));
		long start = System.nanoTime();
		Caller<Integer> lender = Caller.start(() -> {
			bench.discard(held.get(0));
			return 0;
		});
		Bench.pause(bench.pace().slack());
		bench.backend().heal();
		held.subList(1, SIZE).forEach(bench::release);
		Caller<Object> caller = bench.acquire();
		Object next = bench.take(caller, hang.toMillis());
		bench.overran(caller.millis());
		if (next != null) {
			bench.subject().release(next);
		}
		lender.await(hang.multipliedBy(2).toMillis());
		Bench.pause(hang.minusNanos(System.nanoTime() - start));
		bench.recover();
	}

	static void closeFails(Bench bench) throws Exception {
		bench.openWarm(SIZE);
		List<Object> held = bench.holdAll();
		bench.backend().closing(Fault.ERROR);
		held.forEach(bench::discard);
		Bench.pause(bench.pace().slack());
		bench.backend().heal();
		bench.recover();
	}

	static void twice(Bench bench) throws Exception {
		bench.openWarm(2);
		Object held = bench.subject().acquire();
		bench.subject().release(held);
		bench.facts().note(again(bench, held));
		lendOneTooMany(bench, new ArrayList<>(), 3);
		bench.recover();
	}

	static void stale(Bench bench) throws Exception {
		bench.openWarm(1);
		Object stale = bench.subject().acquire();
		bench.subject().release(stale);
		List<Object> held = new ArrayList<>(bench.holdAll());
		bench.facts().note(again(bench, stale));
		lendOneTooMany(bench, held, 1);
		bench.recover();
	}

	/** Gives back what has been given back; what the pool says to it is not judged. */
	private static String again(Bench bench, Object held) {
		Caller<String> call = Caller.start(() -> {
			bench.subject().release(held);
			return "";
		}).await(bench.pace().late().toMillis());
		Throwable failure = call.failure();
		return "the second return "
				+ ((failure != null) ? "throws " + failure.getClass().getSimpleName() : "is silent");
	}

	private static void lendOneTooMany(Bench bench, List<Object> held, int callers) throws Exception {
		for (Caller<Object> caller : Caller.start(callers, bench.subject()::acquire)) {
			Object result = bench.take(caller, bench.pace().late().toMillis());
			if (result != null) {
				held.add(result);
			}
		}
		bench.shared(held);
		for (Object each : held) {
			// its own failures are those of the fault
			Caller.start(() -> {
				bench.subject().release(each);
				return "";
			}).await(bench.pace().late().toMillis());
		}
	}

}
