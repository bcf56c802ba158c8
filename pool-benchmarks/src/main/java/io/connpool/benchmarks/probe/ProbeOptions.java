package io.connpool.benchmarks.probe;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the command line asks for.
 *
 * @param probes which
 * @param candidates of which pools
 * @param jobs how many at a time
 * @param out where results go
 * @param page whose table is written anew
 * @param commit what was built
 */
record ProbeOptions(List<Probe> probes, List<Candidate> candidates, int jobs, Path out, Path page, String commit) {

	static final String USAGE = """
			options:
			  --probes p3,p5          these only                                   (all)
			  --pools connpool,hikari these only                                   (all)
			  --jobs N                so many at a time, where that does no harm    (6)
			  --out DIR               where results go, and stay                   (target/probes)
			  --page FILE             whose table is written anew                  (docs/reliability.md)
			  --commit NAME           what was built, for the page                 (unknown)
			""";

	static ProbeOptions parse(String... args) {
		ProbeOptions options = new ProbeOptions(List.of(Probe.values()), Candidates.list(), 6, Path.of("target/probes"),
				Path.of("docs/reliability.md"), "unknown");
		for (int i = 0; i < args.length; i += 2) {
			if (i + 1 == args.length) {
				throw new IllegalArgumentException("no value for " + args[i]);
			}
			options = options.with(args[i], args[i + 1]);
		}
		return options;
	}

	private ProbeOptions with(String name, String value) {
		return switch (name) {
			case "--probes" -> new ProbeOptions(Arrays.stream(value.split(",")).map(ProbeOptions::probe).toList(),
					this.candidates, this.jobs, this.out, this.page, this.commit);
			case "--pools" ->
				new ProbeOptions(this.probes, Arrays.stream(value.split(",")).map(Candidates::named).toList(),
						this.jobs, this.out, this.page, this.commit);
			case "--jobs" -> new ProbeOptions(this.probes, this.candidates, Integer.parseInt(value), this.out,
					this.page, this.commit);
			case "--out" ->
				new ProbeOptions(this.probes, this.candidates, this.jobs, Path.of(value), this.page, this.commit);
			case "--page" ->
				new ProbeOptions(this.probes, this.candidates, this.jobs, this.out, Path.of(value), this.commit);
			case "--commit" -> new ProbeOptions(this.probes, this.candidates, this.jobs, this.out, this.page, value);
			default -> throw new IllegalArgumentException("unknown option " + name);
		};
	}

	private static Probe probe(String id) {
		try {
			return Probe.valueOf(id.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"no probe named " + id + "; there are " + Arrays.stream(Probe.values()).map(Probe::id).toList(),
					ex);
		}
	}

}
