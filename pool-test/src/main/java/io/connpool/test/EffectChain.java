package io.connpool.test;

import java.util.ArrayList;
import java.util.List;

/**
 * What faults do to one direction of one connection: first those given to this connection
 * alone, then those given to all. Used by the loop's thread only.
 */
final class EffectChain {

	private final Outlet tail;

	private List<Effect> own = List.of();

	private List<Effect> common = List.of();

	/** Both, in the order in which bytes pass them. */
	private List<Effect> all = List.of();

	private Outlet input;

	EffectChain(Outlet tail) {
		this.tail = tail;
		this.input = tail;
	}

	/** Where bytes go in. */
	Outlet input() {
		return this.input;
	}

	/** Exchanges the faults given to this connection alone. */
	void own(List<Effect> effects) {
		List<Effect> former = this.own;
		this.own = effects;
		exchange(former, effects);
	}

	/** Exchanges the faults given to all. */
	void common(List<Effect> effects) {
		List<Effect> former = this.common;
		this.common = effects;
		exchange(former, effects);
	}

	private void exchange(List<Effect> former, List<Effect> added) {
		former.forEach(Effect::release);
		this.all = new ArrayList<>(this.own);
		this.all.addAll(this.common);
		this.input = this.tail;
		for (int i = this.all.size() - 1; i >= 0; i--) {
			this.all.get(i).attach(this.input);
			this.input = this.all.get(i);
		}
		added.forEach(Effect::begin);
	}

	boolean isBlackhole() {
		return this.all.stream().anyMatch(Effect::isBlackhole);
	}

	long delayNanos() {
		return this.all.stream().mapToLong(Effect::delayNanos).sum();
	}

	long endDelayNanos() {
		return this.all.stream().mapToLong(Effect::endDelayNanos).sum();
	}

	/** Nanoseconds until more bytes may be passed on; zero or less means now. */
	long waitNanos(long now) {
		return this.all.stream().mapToLong((effect) -> effect.waitNanos(now)).max().orElse(0);
	}

	/** Most bytes that may be passed on at once. */
	int most() {
		return this.all.stream().mapToInt(Effect::most).min().orElse(Integer.MAX_VALUE);
	}

	void passed(int bytes, long now) {
		this.all.forEach((effect) -> effect.passed(bytes, now));
	}

}
