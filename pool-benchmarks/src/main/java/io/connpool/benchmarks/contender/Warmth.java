package io.connpool.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Brings a pool to the {@code minIdle} of its spec.
 */
final class Warmth {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

	private Warmth() {
	}

	/**
	 * For pools that open nothing ahead: holding that many at a time makes them open
	 * them, and giving them back makes them idle.
	 */
	static void give(Contender contender, Spec spec) throws Exception {
		List<Object> held = new ArrayList<>(spec.minIdle());
		try {
			while (held.size() < spec.minIdle()) {
				held.add(contender.acquire());
			}
		}
		finally {
			for (Object each : held) {
				contender.release(each);
			}
		}
	}

	/** For pools that open connections ahead, apart from their callers. */
	static void await(int count, IntSupplier idle) {
		long start = System.nanoTime();
		while (idle.getAsInt() < count) {
			if (System.nanoTime() - start > PATIENCE) {
				throw new IllegalStateException(idle.getAsInt() + " of " + count + " are idle after 30 s");
			}
			Thread.onSpinWait();
		}
	}

}
