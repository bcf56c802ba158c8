package io.connpool.benchmarks.race;

import java.util.List;

/**
 * Something that pools are put through.
 */
interface Scenario {

	/**
	 * Returns the letter by which the scenario is chosen, which also names its file.
	 * @return a lower-case letter
	 */
	String letter();

	/**
	 * Returns those who take part in this scenario only, such as a way without a pool.
	 * @return names that {@link #run} understands beside those of the pools
	 */
	default List<String> guests() {
		return List.of();
	}

	/**
	 * Tells whether a contender belongs here; the limits that keep no limit mostly do
	 * not.
	 * @param contender name of a pool
	 * @return true if it takes part
	 */
	default boolean admits(String contender) {
		return !Pools.LIMITS.contains(contender);
	}

	/**
	 * Tells whether the scenario measures seconds rather than microseconds, so that fewer
	 * forks do.
	 * @return true if it takes long and scatters little
	 */
	default boolean isLong() {
		return false;
	}

	/**
	 * Returns how long a lap takes at most if the contender behaves.
	 * @param settings of the lap
	 * @return seconds
	 */
	double expectedSeconds(LapSettings settings);

	/**
	 * Puts one contender through it.
	 * @param contender name of a pool or of a guest
	 * @param settings of the lap
	 * @return one row a case
	 * @throws NotApplicableException if the contender or the JDK cannot do this
	 * @throws Exception if the contender fails
	 */
	List<Row> run(String contender, LapSettings settings) throws Exception;

}
