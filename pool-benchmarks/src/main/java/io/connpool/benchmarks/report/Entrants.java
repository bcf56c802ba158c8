package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.connpool.benchmarks.contender.Contenders;
import io.connpool.benchmarks.contender.Contract;
import io.connpool.benchmarks.contender.Point;
import io.connpool.benchmarks.contender.Point.Grade;
import org.jspecify.annotations.Nullable;

/**
 * Who is who: what is ours, what is a rival, and what only marks what a machine can do.
 */
final class Entrants {

	/** The name that all variants of ours begin with. */
	static final String OURS = "connpool";

	/** They spin, or know no limit: nobody could use them. */
	private static final Set<String> LIMITS = Set.of("bare", "bare-release", "treiber", "dedicated");

	private Entrants() {
	}

	static boolean isOurs(String name) {
		return name.equals(OURS) || name.startsWith(OURS + "-");
	}

	static boolean isLimit(String name) {
		return LIMITS.contains(name);
	}

	static boolean isRival(String name) {
		return !isOurs(name) && !isLimit(name);
	}

	/**
	 * Tells whether somebody promises enough to be called a pool: it counts what it does,
	 * or it minds who gives back what.
	 * @param name of the contender
	 * @return false for bare queues and for what takes part in one scenario only
	 */
	static boolean isPool(String name) {
		Contract contract = contract(name);
		return contract != null && !isLimit(name)
				&& (contract.counters().grade() != Grade.NO || contract.releaseGuard().grade() != Grade.NO);
	}

	/**
	 * Returns what a contender does not promise, one letter each.
	 * @param name of the contender
	 * @return capitals for what is missing, small letters for what is there in part; a
	 * dash for a guest of one scenario, which is not known as a contender
	 */
	static String lacks(String name) {
		Contract contract = contract(name);
		if (isLimit(name)) {
			return "";
		}
		if (contract == null) {
			return "–";
		}
		List<String> letters = new ArrayList<>();
		points(contract).forEach((letter, point) -> {
			switch (point.grade()) {
				case NO -> letters.add(letter);
				case PARTLY -> letters.add(letter.toLowerCase(Locale.ROOT));
				case YES -> {
				}
			}
		});
		return String.join(" ", letters);
	}

	static Map<String, Point> points(Contract contract) {
		Map<String, Point> points = new LinkedHashMap<>();
		points.put("F", contract.fifo());
		points.put("T", contract.timeout());
		points.put("C", contract.check());
		points.put("V", contract.validation());
		points.put("S", contract.counters());
		points.put("L", contract.leaks());
		points.put("R", contract.releaseGuard());
		return points;
	}

	static @Nullable Contract contract(String name) {
		return Contenders.names().contains(name) ? Contenders.contract(name) : null;
	}

}
