package io.connpool.badinput;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a setting allows, and values that it does not.
 *
 * @param setting its name in messages, which is that in configuration
 * @param allowed what its refusal calls allowed
 * @param bad values to refuse, null among them where Java lets it through
 */
record Rule(String setting, String allowed, List<Object> bad) {

	private static final Duration NANO = Duration.ofNanos(1);

	/** The longest there is, below zero. */
	static final Duration MOST_NEGATIVE = Duration.ofSeconds(Long.MIN_VALUE);

	static Rule of(String setting, String allowed, Object... bad) {
		return new Rule(setting, allowed, Collections.unmodifiableList(Arrays.asList(bad)));
	}

	/** Tries both ends, what is next to them, and zero and less. */
	static Rule range(String setting, int least, int most, String allowed) {
		Set<Object> bad = new LinkedHashSet<>(List.of(Integer.MIN_VALUE, least - 1));
		bad.add(Math.min(least - 1, -1));
		bad.add(most + 1);
		bad.add(Integer.MAX_VALUE);
		return new Rule(setting, allowed, List.copyOf(bad));
	}

	static Rule range(String setting, int least, int most) {
		return range(setting, least, most, least + " to " + most);
	}

	static Rule positive(String setting) {
		return of(setting, "a duration of more than zero", Duration.ZERO, NANO.negated(), Duration.ofSeconds(-1),
				MOST_NEGATIVE, null);
	}

	static Rule notNegative(String setting) {
		return of(setting, "a duration, zero or more", NANO.negated(), Duration.ofSeconds(-1), MOST_NEGATIVE, null);
	}

	/** What the type itself keeps out needs no refusal. */
	static Rule anything(String setting) {
		return of(setting, "");
	}

}
