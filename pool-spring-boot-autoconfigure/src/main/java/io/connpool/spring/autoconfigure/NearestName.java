package io.connpool.spring.autoconfigure;

import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody probably meant.
 */
final class NearestName {

	private NearestName() {
	}

	/**
	 * Returns the start of a sentence.
	 * @return {@code did you mean 'x'?} and a blank, or nothing
	 */
	static String hint(String name, Collection<String> names) {
		String nearest = of(name, names);
		return (nearest != null) ? "did you mean '" + nearest + "'? " : "";
	}

	/**
	 * Returns the name that is nearest, separators aside.
	 * @return null if none is near: more than a third of it would have to be changed
	 */
	static @Nullable String of(String name, Collection<String> names) {
		String wanted = canonical(name);
		String nearest = null;
		int least = Math.max(2, wanted.length() / 3) + 1;
		for (String candidate : names) {
			int distance = distance(wanted, canonical(candidate));
			if (distance < least) {
				least = distance;
				nearest = candidate;
			}
		}
		return nearest;
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/** Source: Levenshtein 1966, with transpositions of neighbours (Damerau 1964). */
	private static int distance(String a, String b) {
		int[][] cost = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			for (int j = 0; j <= b.length(); j++) {
				if (i == 0 || j == 0) {
					cost[i][j] = i + j;
					continue;
				}
				int change = (a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1;
				cost[i][j] = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
				if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
					cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
				}
			}
		}
		return cost[a.length()][b.length()];
	}

}
