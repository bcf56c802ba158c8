package io.connpool.test;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One of the faults that a {@link Fault} joins.
 *
 * @param name how it is written in code
 * @param directions where it works
 * @param varies whether its effect draws numbers
 * @param seed of these; null if only the connection decides
 * @param start makes the effect for one direction of one connection
 */
record FaultPart(String name, Set<Direction> directions, boolean varies, @Nullable Long seed,
		Function<SplittableRandom, Effect> start) {

	FaultPart(String name, boolean varies, Function<SplittableRandom, Effect> start) {
		this(name, EnumSet.allOf(Direction.class), varies, null, start);
	}

	FaultPart confined(Direction direction) {
		if (!this.directions.contains(direction)) {
			throw new IllegalStateException(this + " is confined to the other direction already");
		}
		return new FaultPart(this.name, EnumSet.of(direction), this.varies, this.seed, this.start);
	}

	/** The first seed counts; where nothing is drawn none does. */
	FaultPart seeded(long seed) {
		return (this.varies && this.seed == null) ? new FaultPart(this.name, this.directions, true, seed, this.start)
				: this;
	}

	/**
	 * Starts the effect.
	 * @param place a number that no other part of the connection has
	 */
	Effect effect(long place) {
		Long seed = this.seed;
		return this.start.apply(new SplittableRandom((seed != null) ? place ^ seed : place));
	}

	@Override
	public String toString() {
		String text = (this.seed != null) ? this.name + ".seeded(" + this.seed + ")" : this.name;
		if (this.directions.size() == 2) {
			return text;
		}
		return text + (this.directions.contains(Direction.REQUESTS) ? ".inRequests()" : ".inReplies()");
	}

}
