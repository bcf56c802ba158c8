package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.List;

/** Connections are lost, and none can be opened in their place for a while. */
final class OpenProbes {

	private static final int SIZE = 3;

	private static final Duration CALLERS_PAUSE = Duration.ofMillis(100);

	private OpenProbes() {
	}

	static void hang(Bench bench) throws Exception {
		outage(bench, Fault.HANG);
	}

	static void deafHang(Bench bench) throws Exception {
		outage(bench, Fault.DEAF_HANG);
	}

	static void error(Bench bench) throws Exception {
		outage(bench, Fault.ERROR);
	}

	static void refusal(Bench bench) throws Exception {
		outage(bench, Fault.REFUSAL);
	}

	private static void outage(Bench bench, Fault fault) throws Exception {
		Duration length = bench.pace().timeout().multipliedBy(3);
		bench.openWarm(SIZE);
		List<Object> lost = bench.holdAll();
		bench.backend().opening(fault);
		long before = bench.backend().opens();
		// At the same time, because giving back may open, and hang too.
		Crowd crowd = Crowd.start(bench, SIZE, CALLERS_PAUSE, bench.subject()::release);
		List<Caller<String>> discards = lost.stream().map(bench::startDiscard).toList();
		Bench.pause(length);
		bench.facts().note(opens(bench.backend().opens() - before, length));
		bench.backend().heal();
		crowd.dismiss();
		bench.recover();
		crowd.stop();
		bench.overran(crowd.slowestMillis());
		discards.forEach(bench::giveBack);
		bench.facts().put(Fact.STUCK, crowd.stuck() + discards.stream().filter((discard) -> !discard.isBack()).count());
	}

	private static String opens(long opens, Duration length) {
		return Math.round(opens * 1e3 / length.toMillis()) + " opens a second meanwhile";
	}

	static void waiters(Bench bench) throws Exception {
		Pace pace = bench.pace();
		bench.open(1, pace.late().multipliedBy(2));
		Object held = bench.holdAll().get(0);
		List<Caller<String>> waiters = Caller.start(2, () -> {
			bench.subject().release(bench.subject().acquire());
			return "";
		});
		Bench.pause(pace.timeout().dividedBy(2));
		bench.backend().opening(Fault.REFUSAL);
		bench.discard(held);
		Bench.pause(pace.timeout());
		bench.backend().heal();
		long healed = System.nanoTime();
		for (Caller<String> waiter : waiters) {
			double left = pace.late().toMillis() - (System.nanoTime() - healed) / 1e6;
			waiter.await(waiter.millis() + left);
		}
		bench.facts()
			.put(Fact.STRANDED, waiters.stream().filter((waiter) -> !waiter.isBack()).count())
			.note(waiters.stream().filter((waiter) -> waiter.result() != null).count() + " of 2 waiters served, "
					+ waiters.stream().filter((waiter) -> waiter.failure() != null).count() + " told");
		bench.recover();
	}

}
