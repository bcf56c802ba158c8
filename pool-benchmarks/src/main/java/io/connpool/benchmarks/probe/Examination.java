package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.Arrays;

/**
 * One probe of one pool, in a JVM of its own: prints the facts and halts, because a
 * bricked pool lets nothing end in order.
 */
final class Examination {

	static final String FAILED = "failed ";

	/** Begins the note, or the failure, of an examination that is worth another try. */
	static final String STOOD_STILL = "the JVM stood still for ";

	/**
	 * After less the facts count, with a note: some pools burn so much that nothing else
	 * runs.
	 */
	private static final Duration TOO_LONG = Duration.ofSeconds(2);

	private Examination() {
	}

	/**
	 * Probes.
	 * @param args name of the probe, name of the pool
	 */
	public static void main(String[] args) {
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
			System.err.println("died: " + thread);
			failure.printStackTrace();
		});
		Stillness stillness = Stillness.watch();
		try {
			Facts facts = Probe.valueOf(args[0]).run(Candidates.named(args[1]), Pace.STANDARD);
			Duration still = stillness.longest();
			if (still.compareTo(Pace.STANDARD.slack()) > 0) {
				facts.note(STOOD_STILL + still.toMillis() + " ms");
			}
			facts.toLines().forEach(System.out::println);
			if (still.compareTo(TOO_LONG) > 0) {
				System.out.println(FAILED + STOOD_STILL + still.toMillis() + " ms");
			}
		}
		catch (Throwable ex) {
			// of any kind: the parent wants a word
			ex.printStackTrace();
			System.out.println(FAILED + Arrays.asList(ex.toString().split("\\R")).get(0));
		}
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

}
