package io.connpool.test;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * One of the faults that a {@link Fault} joins.
 *
 * @param name how it is written in code
 * @param directions where it works
 * @param start makes the effect for one direction of one connection
 */
record FaultPart(String name, Set<Direction> directions, Function<SplittableRandom, Effect> start) {

	FaultPart(String name, Function<SplittableRandom, Effect> start) {
		this(name, EnumSet.allOf(Direction.class), start);
	}

	FaultPart confined(Direction direction) {
		if (!this.directions.contains(direction)) {
			throw new IllegalStateException(this + " is confined to the other direction already");
		}
		return new FaultPart(this.name, EnumSet.of(direction), this.start);
	}

	@Override
	public String toString() {
		if (this.directions.size() == 2) {
			return this.name;
		}
		return this.name + (this.directions.contains(Direction.REQUESTS) ? ".inRequests()" : ".inReplies()");
	}

}
