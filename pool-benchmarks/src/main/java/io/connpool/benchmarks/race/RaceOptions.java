package io.connpool.benchmarks.race;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.connpool.benchmarks.contender.Contenders;
import org.jspecify.annotations.Nullable;

/**
 * What a race was asked for on its command line.
 *
 * @param scenarios to run
 * @param contenders names of pools and guests; empty for all
 * @param forks JVMs for each contender and scenario
 * @param longForks the same where a lap takes long
 * @param seconds measured time of one case
 * @param warmUpSeconds the time before
 * @param workTokens the work of a short hold; 0 to calibrate it
 * @param out directory for the results
 * @param commit of the project
 * @param command by which everything was started
 */
record RaceOptions(List<Scenario> scenarios, List<String> contenders, int forks, int longForks, double seconds,
		double warmUpSeconds, long workTokens, Path out, String commit, String command) {

	static final String USAGE = """
			Options, each --name=value or --name value:
			  --scenarios c,d,e,f,g,h   which to run                             (all)
			  --contenders a,b          which pools and guests                   (all)
			  --forks n                 JVMs for each in c to f                  (3)
			  --long-forks n            JVMs for each in g and h                 (1)
			  --seconds s               measured time of a case                  (0.75)
			  --warm-up s               time before, thrown away                 (0.4)
			  --work-tokens n           work of a short hold; 0 calibrates it    (0)
			  --out dir                 where the results go                     (target/race)
			  --commit id               written down with the machine
			  --command text            written down with the machine
			""";

	static RaceOptions parse(String... args) {
		Values values = Values.of(args);
		RaceOptions options = new RaceOptions(
				values.list("scenarios", "c,d,e,f,g,h").stream().map(Scenarios::byLetter).toList(),
				values.list("contenders", ""), values.whole("forks", 3), values.whole("long-forks", 1),
				values.positive("seconds", 0.75), values.positive("warm-up", 0.4), values.whole("work-tokens", 0),
				Path.of(values.text("out", "target/race")), values.text("commit", ""), values.text("command", ""));
		values.requireNoneLeft();
		options.requireKnownContenders();
		return options;
	}

	/** Returns who runs in a scenario, in the order of the tables. */
	List<String> entrants(Scenario scenario) {
		List<String> entrants = new ArrayList<>(Contenders.names().stream().filter(scenario::admits).toList());
		entrants.addAll(scenario.guests());
		if (!this.contenders.isEmpty()) {
			entrants.retainAll(this.contenders);
		}
		return entrants;
	}

	int forks(Scenario scenario) {
		return scenario.isLong() ? this.longForks : this.forks;
	}

	LapSettings lapSettings(long tokens) {
		return new LapSettings(this.seconds, this.warmUpSeconds, tokens);
	}

	/** Returns those asked for who are not known, be it on this JDK only. */
	List<String> unknownContenders() {
		Set<String> known = new HashSet<>(Contenders.names());
		Scenarios.ALL.forEach((scenario) -> known.addAll(scenario.guests()));
		return this.contenders.stream().filter((contender) -> !known.contains(contender)).toList();
	}

	private void requireKnownContenders() {
		if (!this.contenders.isEmpty() && unknownContenders().size() == this.contenders.size()) {
			throw new IllegalArgumentException(
					"no contender " + String.join(", ", this.contenders) + "; there are " + Contenders.names());
		}
	}

	/** Named values, each asked for once. */
	private static final class Values {

		private final Map<String, String> given = new LinkedHashMap<>();

		static Values of(String... args) {
			Values values = new Values();
			for (int i = 0; i < args.length; i++) {
				if (!args[i].startsWith("--")) {
					throw new IllegalArgumentException("not an option: " + args[i]);
				}
				String option = args[i].substring(2);
				int equals = option.indexOf('=');
				if (equals >= 0) {
					values.given.put(option.substring(0, equals), option.substring(equals + 1));
				}
				else if (i + 1 < args.length) {
					values.given.put(option, args[++i]);
				}
				else {
					throw new IllegalArgumentException("no value for " + args[i]);
				}
			}
			return values;
		}

		String text(String name, String otherwise) {
			@Nullable String value = this.given.remove(name);
			return (value != null) ? value : otherwise;
		}

		List<String> list(String name, String otherwise) {
			String text = text(name, otherwise);
			return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
		}

		int whole(String name, int otherwise) {
			String text = text(name, Integer.toString(otherwise));
			int value = Integer.parseInt(text);
			if (value < Math.min(1, otherwise)) {
				throw new IllegalArgumentException("--" + name + " = " + text + ", too small");
			}
			return value;
		}

		double positive(String name, double otherwise) {
			String text = text(name, Double.toString(otherwise));
			double value = Double.parseDouble(text);
			if (!(value > 0)) {
				throw new IllegalArgumentException("--" + name + " = " + text + ", allowed: more than 0");
			}
			return value;
		}

		void requireNoneLeft() {
			if (!this.given.isEmpty()) {
				throw new IllegalArgumentException("unknown: --" + String.join(", --", this.given.keySet()));
			}
		}

	}

}
