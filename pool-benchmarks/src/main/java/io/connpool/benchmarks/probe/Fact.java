package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.Locale;

/**
 * What a probe can measure, with what is made of it: the criteria, which are the same for
 * every pool and every probe, because neither is known here.
 */
enum Fact {

	SERVED_MS("the first caller is served, after the fault is gone", "served after %s ms") {

		@Override
		Verdict judge(double value, Pace pace) {
			return isNever(value) ? Verdict.BRICKS : bySpeed(value, pace);
		}

		@Override
		String criterion(Pace pace) {
			return "within %s; *late* within %s; *bricks* if not within %s".formatted(seconds(pace.soon()),
					seconds(pace.late()), seconds(pace.never()));
		}

		@Override
		String text(double value) {
			return isNever(value) ? "never served again" : super.text(value);
		}

	},

	WHOLE_MS("as many callers as there are places hold one each, after the fault is gone",
			"all places back after %s ms") {

		@Override
		Verdict judge(double value, Pace pace) {
			return bySpeed(value, pace);
		}

		@Override
		String criterion(Pace pace) {
			return "within %s; *late* within %s".formatted(seconds(pace.soon()), seconds(pace.late()));
		}

	},

	LOST("places of the pool that nobody gets back within " + seconds(Pace.STANDARD.never()), "places lost: %s"),

	OVERRAN_MS("by how much the slowest acquire overran its timeout", "an acquire overran by %s ms") {

		@Override
		Verdict judge(double value, Pace pace) {
			return (value > pace.slack().toMillis()) ? Verdict.BREAKS : Verdict.SURVIVES;
		}

		@Override
		String criterion(Pace pace) {
			return "at most " + pace.slack().toMillis() + " ms";
		}

	},

	STUCK("callers of the time of the fault that have not come back " + seconds(Pace.STANDARD.late())
			+ " after it is gone", "callers never back: %s"),

	DENIED("callers who failed while only a hook was broken, and the backend was not",
			"callers who paid for the hook: %s"),

	UNSERVED("callers who got no connection, though there were room and time for all", "callers not served: %s"),

	STRANDED("waiters who were neither served nor told why within " + seconds(Pace.STANDARD.late())
			+ " after the fault is gone", "waiters stranded: %s"),

	RETURN_MS("how long it took to give a connection back", "giving back took %s ms") {

		@Override
		Verdict judge(double value, Pace pace) {
			return OVERRAN_MS.judge(value, pace);
		}

		@Override
		String criterion(Pace pace) {
			return OVERRAN_MS.criterion(pace);
		}

	},

	RETURN_FAILED("connections whose return threw what the backend, or a hook, had thrown", "returns that threw: %s"),

	SHARED("callers who held a connection that somebody else held too", "callers with somebody else's connection: %s"),

	OVER_LIMIT(
			"connections above the size of the pool, as the server counts them: one that is being closed still counts, "
					+ "which is what ConnPool promises, and others need not",
			"connections over the limit: %s"),

	LEFT_OPEN("closes of a pool, of 10, that left connections open", "closes that left connections open: %s of 10"),

	TIMED_OUT("acquires that timed out, though connections came back all the time", "acquires timed out: %s"),

	MIN_SHARE("what the unluckiest caller got, of an equal share", "somebody starved, with a share of %s") {

		@Override
		Verdict judge(double value, Pace pace) {
			return (value < 0.5) ? Verdict.BREAKS : Verdict.SURVIVES;
		}

		@Override
		String criterion(Pace pace) {
			return "at least 0.5";
		}

	};

	private static final double NEVER = -1;

	private final String meaning;

	private final String sentence;

	Fact(String meaning, String sentence) {
		this.meaning = meaning;
		this.sentence = sentence;
	}

	static double never() {
		return NEVER;
	}

	/** Returns what follows from a value: of counts, from any above 0. */
	Verdict judge(double value, Pace pace) {
		return (value > 0) ? Verdict.BREAKS : Verdict.SURVIVES;
	}

	String criterion(Pace pace) {
		return "none";
	}

	String text(double value) {
		String number = (value == Math.rint(value)) ? Long.toString((long) value)
				: String.format(Locale.ROOT, "%.2f", value);
		return this.sentence.formatted(number);
	}

	String meaning() {
		return this.meaning;
	}

	private static boolean isNever(double value) {
		return value == NEVER;
	}

	private static Verdict bySpeed(double millis, Pace pace) {
		if (millis <= pace.soon().toMillis()) {
			return Verdict.SURVIVES;
		}
		return (millis <= pace.late().toMillis()) ? Verdict.LATE : Verdict.BREAKS;
	}

	private static String seconds(Duration duration) {
		return duration.toSeconds() + " s";
	}

}
