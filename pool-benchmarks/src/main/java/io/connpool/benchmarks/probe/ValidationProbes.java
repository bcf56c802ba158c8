package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.function.Function;

/** A validation that throws what nobody expects, or does not return. */
final class ValidationProbes {

	private static final int SIZE = 3;

	private static final int SLOWER_THAN_TIMEOUT = 6;

	private ValidationProbes() {
	}

	static void error(Bench bench) throws Exception {
		thrown(bench, Fault.ERROR);
	}

	static void stackOverflow(Bench bench) throws Exception {
		thrown(bench, Fault.STACK_OVERFLOW);
	}

	private static void thrown(Bench bench, Fault fault) throws Exception {
		bench.openWarm(SIZE);
		bench.idle();
		bench.backend().validating(fault);
		for (int i = 0; i < SIZE; i++) {
			Caller<Object> caller = bench.acquire();
			Object held = bench.take(caller, bench.pace().late().toMillis());
			bench.overran(caller.millis());
			if (held != null) {
				bench.subject().release(held);
			}
			bench.idle();
		}
		bench.backend().heal();
		bench.recover();
	}

	static void hang(Bench bench) throws Exception {
		hang(bench, Fault::slow);
	}

	static void hangWithinLimit(Bench bench) throws Exception {
		hang(bench, Fault::slowWithinLimit);
	}

	private static void hang(Bench bench, Function<Duration, Fault> slow) throws Exception {
		bench.openWarm(SIZE);
		bench.idle();
		Duration hang = bench.pace().timeout().multipliedBy(SLOWER_THAN_TIMEOUT);
		bench.backend().validating(slow.apply(hang));
		Caller<Object> caller = bench.acquire();
		caller.await(bench.pace().slack().plus(bench.pace().timeout()).toMillis());
		bench.backend().heal();
		// What hangs in the pool's own threads is part of the fault.
		Object held = bench.take(caller, hang.multipliedBy(2).toMillis());
		bench.overran(caller.millis());
		if (held != null) {
			bench.subject().release(held);
		}
		Bench.pause(Duration.ofMillis(Math.max(0, hang.toMillis() - Math.round(caller.millis()))));
		bench.recover();
	}

}
