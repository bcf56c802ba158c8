package io.connpool.benchmarks.race;

import java.util.List;

/** All scenarios, in order. */
final class Scenarios {

	static final List<Scenario> ALL = List.of(new ShortHolds(), new LongHolds(), new TenThousand(), new Loopback(),
			new Growth(), new Outage());

	private Scenarios() {
	}

	static Scenario byLetter(String letter) {
		return ALL.stream()
			.filter((scenario) -> scenario.letter().equals(letter))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"no scenario " + letter + "; there are " + ALL.stream().map(Scenario::letter).toList()));
	}

}
