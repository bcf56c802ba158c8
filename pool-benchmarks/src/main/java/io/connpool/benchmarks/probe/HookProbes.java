package io.connpool.benchmarks.probe;

/** A hook with a bug, which is nothing to those who need a connection. */
final class HookProbes {

	private static final int SIZE = 3;

	private HookProbes() {
	}

	static void acquired(Bench bench) throws Exception {
		bench.openWarm(SIZE);
		bench.backend().acquired(Fault.BUG);
		useAndRecover(bench);
	}

	static void released(Bench bench) throws Exception {
		bench.openWarm(SIZE);
		bench.backend().released(Fault.BUG);
		useAndRecover(bench);
	}

	private static void useAndRecover(Bench bench) throws Exception {
		int denied = 0;
		for (int i = 0; i < SIZE; i++) {
			Object held = bench.take(bench.acquire(), bench.pace().late().toMillis());
			if (held != null) {
				bench.release(held);
			}
			else {
				denied++;
			}
		}
		bench.facts().put(Fact.DENIED, denied);
		bench.backend().heal();
		bench.recover();
	}

}
