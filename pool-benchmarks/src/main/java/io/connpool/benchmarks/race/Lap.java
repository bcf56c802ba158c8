package io.connpool.benchmarks.race;

import java.io.PrintStream;

/**
 * One contender in one scenario: the main class of the JVMs that a race starts.
 */
public final class Lap {

	/** What begins the line that says why there are no rows. */
	static final String NOT_APPLICABLE = "race-n/a\t";

	/** What begins the line that says what the contender failed with. */
	static final String FAILED = "race-failed\t";

	private Lap() {
	}

	/**
	 * Runs the lap and prints its rows.
	 * @param args letter of the scenario, name of the contender, measured seconds,
	 * warm-up seconds, tokens of work
	 */
	public static void main(String[] args) {
		LapSettings settings = new LapSettings(Double.parseDouble(args[2]), Double.parseDouble(args[3]),
				Long.parseLong(args[4]));
		// Whoever writes to the standard output must not get into the rows.
		PrintStream out = System.out;
		System.setOut(System.err);
		try {
			for (Row row : Scenarios.byLetter(args[0]).run(args[1], settings)) {
				out.println(row.toLine());
			}
		}
		catch (NotApplicableException ex) {
			out.println(NOT_APPLICABLE + ex.getMessage());
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			out.println(FAILED + ex.toString().lines().findFirst().orElse(""));
		}
		out.flush();
		// Some contenders leave threads behind, some of them waiting for ever.
		Runtime.getRuntime().halt(0);
	}

}
