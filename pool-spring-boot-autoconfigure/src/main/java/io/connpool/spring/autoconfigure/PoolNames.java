package io.connpool.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the names of pools.
 */
/*
 * Environment variables know no dashes: CONNPOOL_POOLS_ORDERDB_MAXSIZE sets
 * order-db.max-size and, to Boot, makes a second pool "orderdb" as well. Nobody means
 * both.
 */
final class PoolNames {

	private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9-]{0,47}");

	private PoolNames() {
	}

	static List<ConfigurationProblem> check(Set<String> names, PoolPropertySources sources) {
		List<ConfigurationProblem> problems = new ArrayList<>();
		Map<String, String> canonical = new LinkedHashMap<>();
		for (String name : names) {
			if (!ALLOWED.matcher(name).matches()) {
				problems
					.add(new ConfigurationProblem(path(name), null, sources.origin(PoolDefinitions.POOLS + "." + name),
							"the name of a pool must be a lower-case letter, then lower-case letters, digits and "
									+ "dashes, at most 48 characters"));
				continue;
			}
			String other = canonical.putIfAbsent(name.replace("-", ""), name);
			if (other != null) {
				// Boot takes each for the other, so it cannot tell where they were
				// written
				problems.add(new ConfigurationProblem(path(name), null, null, "the names '" + other + "' and '" + name
						+ "' differ in dashes only, which environment variables cannot express; rename one of them, and "
						+ "give a pool that environment variables override a name without dashes"));
			}
		}
		return problems;
	}

	private static String path(String name) {
		return PoolDefinitions.POOLS + (name.matches("[a-z0-9-]+") ? "." + name : "[" + name + "]");
	}

}
