package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One fault that is to come.
 *
 * @param station the number of the pool that suffers it
 * @param kind what it is
 * @param at when it begins
 * @param lasting for how long
 * @param seed of its details
 */
record Attack(int station, Kind kind, Duration at, Duration lasting, long seed) {

	Duration end() {
		return this.at.plus(this.lasting);
	}

	/**
	 * Plans all of them: one pool at a time has at most one, every pool gets every kind
	 * before it gets one again, and the same seed makes the same plan.
	 * @param seed of the plan
	 * @param menus for each pool, what may be done to it
	 * @param pace how often, and for how long
	 * @param length when everything must be healed
	 * @return in order of their beginnings
	 */
	static List<Attack> plan(long seed, List<List<Kind>> menus, Pace pace, Duration length) {
		SplittableRandom random = new SplittableRandom(seed);
		List<Attack> plan = new ArrayList<>();
		List<Deque<Kind>> bags = menus.stream().<Deque<Kind>>map((menu) -> new ArrayDeque<>()).toList();
		List<Duration> free = new ArrayList<>(Collections.nCopies(menus.size(), Duration.ZERO));
		Duration last = length.minus(pace.calm());
		for (Duration at = pace.gap(random); at.compareTo(last) < 0; at = at.plus(pace.gap(random))) {
			Duration now = at;
			List<Integer> calm = IntStream.range(0, menus.size())
				.filter((each) -> free.get(each).compareTo(now) <= 0)
				.boxed()
				.toList();
			if (calm.isEmpty()) {
				continue;
			}
			int station = calm.get(random.nextInt(calm.size()));
			Kind kind = draw(bags.get(station), menus.get(station), random);
			Duration lasting = kind.isInstant() ? Duration.ZERO : pace.lasting(random);
			Attack attack = new Attack(station, kind, at, lasting, random.nextLong());
			if (attack.end().compareTo(last) < 0) {
				plan.add(attack);
				free.set(station, attack.end().plus(pace.calm()));
			}
		}
		return plan;
	}

	private static Kind draw(Deque<Kind> bag, List<Kind> menu, SplittableRandom random) {
		if (bag.isEmpty()) {
			List<Kind> shuffled = new ArrayList<>(menu);
			Collections.shuffle(shuffled, new Random(random.nextLong()));
			bag.addAll(shuffled);
		}
		return bag.remove();
	}

}
