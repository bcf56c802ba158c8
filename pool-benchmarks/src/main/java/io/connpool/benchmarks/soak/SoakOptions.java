package io.connpool.benchmarks.soak;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the command line asks for.
 *
 * @param length of the soak
 * @param seed of what goes wrong
 * @param borrowers how many
 * @param rate exchanges a second, of all together
 * @param pace how fast things go wrong
 * @param sheet where the figures go
 * @param page whose part about the soak is written anew; none if it does not exist
 * @param commit what was built
 */
record SoakOptions(Duration length, long seed, int borrowers, double rate, Pace pace, Path sheet, Path page,
		String commit) {

	static final String USAGE = """
			options:
			  --minutes N     how long it takes; may be a fraction           (60)
			  --seed N        of what goes wrong                             (a new one)
			  --borrowers N   how many                                       (2400)
			  --rate N        exchanges a second, of all together            (2000)
			  --pace NAME     how fast things go wrong: standard, or brisk  (standard)
			  --sheet FILE    where the figures go                           (target/soak/sheet.md)
			  --page FILE     whose part about the soak is written anew      (none)
			  --commit NAME   what was built, for the sheet                  (unknown)
			""";

	private static final Path NO_PAGE = Path.of("");

	static SoakOptions parse(String... args) {
		SoakOptions options = new SoakOptions(Duration.ofMinutes(60), System.nanoTime() & 0xFFFFFFFFL, 2400, 2000,
				Pace.STANDARD, Path.of("target/soak/sheet.md"), NO_PAGE, "unknown");
		for (int i = 0; i < args.length; i += 2) {
			if (i + 1 == args.length) {
				throw new IllegalArgumentException("no value for " + args[i]);
			}
			options = options.with(args[i], args[i + 1]);
		}
		return options;
	}

	private SoakOptions with(String name, String value) {
		return switch (name) {
			case "--minutes" -> new SoakOptions(Duration.ofMillis(Math.round(60_000 * Double.parseDouble(value))),
					this.seed, this.borrowers, this.rate, this.pace, this.sheet, this.page, this.commit);
			case "--seed" -> new SoakOptions(this.length, Long.parseLong(value), this.borrowers, this.rate, this.pace,
					this.sheet, this.page, this.commit);
			case "--borrowers" -> new SoakOptions(this.length, this.seed, Integer.parseInt(value), this.rate, this.pace,
					this.sheet, this.page, this.commit);
			case "--rate" -> new SoakOptions(this.length, this.seed, this.borrowers, Double.parseDouble(value),
					this.pace, this.sheet, this.page, this.commit);
			case "--sheet" -> new SoakOptions(this.length, this.seed, this.borrowers, this.rate, this.pace,
					Path.of(value), this.page, this.commit);
			case "--page" -> new SoakOptions(this.length, this.seed, this.borrowers, this.rate, this.pace, this.sheet,
					Path.of(value), this.commit);
			case "--pace" -> withPace(Pace.named(value));
			case "--commit" -> new SoakOptions(this.length, this.seed, this.borrowers, this.rate, this.pace, this.sheet,
					this.page, value);
			default -> throw new IllegalArgumentException("unknown option " + name);
		};
	}

	SoakOptions withPace(Pace pace) {
		return new SoakOptions(this.length, this.seed, this.borrowers, this.rate, pace, this.sheet, this.page,
				this.commit);
	}

	boolean hasPage() {
		return !this.page.equals(NO_PAGE);
	}

	/** What makes the same again. */
	String command() {
		return "pool-benchmarks/soak.sh --minutes " + Figure.decimal(this.length.toMillis() / 60_000.0) + " --seed "
				+ this.seed + " --borrowers " + this.borrowers + " --rate " + Math.round(this.rate)
				+ (this.pace.equals(Pace.BRISK) ? " --pace brisk" : "");
	}

}
