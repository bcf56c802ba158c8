package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

import io.connpool.test.Fault;
import io.connpool.test.FaultProxy;

/**
 * What goes wrong: on the way to the server, in the server, with the borrowers, and what
 * somebody does to the pool.
 */
enum Kind {

	/** Everything comes late, more or less. */
	LATENCY(Deeds.fault((random) -> Deeds.latency(random, 200)), Deed.RESTORE),

	/** Replies come when nobody waits for them any more. */
	LATE_REPLIES(
			Deeds.fault((random) -> Fault.latency(Duration.ofMillis(Stations.READ_TIMEOUT_MILLIS + 300)).inReplies()),
			Deed.RESTORE),

	/** Everything comes late by the same time. */
	DELAY((station, random) -> station.target().proxy().delay(Duration.ofMillis(20L + random.nextInt(300))),
			Deed.RESTORE),

	/** A narrow line. */
	BANDWIDTH(Deeds.fault((random) -> Fault.bandwidth(200L + random.nextInt(5000))), Deed.RESTORE),

	/** Messages come in pieces. */
	SLICE(Deeds.fault((random) -> Fault.slice(1 + random.nextInt(8), Duration.ofMillis(1 + random.nextInt(10)))),
			Deed.RESTORE),

	/** The ends of connections come late. */
	SLOW_CLOSE(Deeds.fault((random) -> Fault.slowClose(Duration.ofMillis(100L + random.nextInt(2000)))), Deed.RESTORE,
			Trait.HARMLESS),

	/** Every connection is reset after some bytes. */
	CUT_AFTER(Deeds.fault((random) -> Fault.cutAfter(random.nextInt(400))), Deed.RESTORE),

	/** Every connection is closed after some bytes. */
	CLOSE_AFTER(Deeds.fault((random) -> Fault.closeAfter(random.nextInt(400))), Deed.RESTORE),

	/** One direction of every connection ends after some bytes. */
	END_AFTER(Deeds.fault((random) -> Deeds.eitherWay(random, Fault.endAfter(random.nextInt(400)))), Deed.RESTORE),

	/** Every connection goes silent after some bytes. */
	MUTE_AFTER(Deeds.fault((random) -> Deeds.eitherWay(random, Fault.muteAfter(random.nextInt(400)))), Deed.RESTORE),

	/**
	 * Replies are not even read. Requests are: a proxy that did not read would not see
	 * clients go, and could not tell how many there are.
	 */
	BLACKHOLE(Deeds.fault((random) -> Fault.blackholeAfter(random.nextInt(400)).inReplies()), Deed.RESTORE),

	/** Bytes are lost. */
	TRUNCATE(
			Deeds.fault(
					(random) -> Deeds.eitherWay(random, Fault.truncate(random.nextInt(400), 1 + random.nextInt(40)))),
			Deed.RESTORE, Trait.DAMAGES),

	/** Bytes are changed. */
	CORRUPT(Deeds
		.fault((random) -> Deeds.eitherWay(random, Fault.corrupt(random.nextInt(400), 1 + random.nextInt(40)))),
			Deed.RESTORE, Trait.DAMAGES),

	/** A request or a reply comes twice. */
	DUPLICATE(Deeds::duplicate, Deed.RESTORE, Trait.DAMAGES, Trait.REPEATS),

	/**
	 * Bytes overtake each other: those of one reply, since nobody asks anew before he has
	 * it. So it makes no reply out of others.
	 */
	REORDER(Deeds.fault((random) -> Deeds.eitherWay(random,
			Fault.reorder(random.nextInt(400), 1 + random.nextInt(20), 1 + random.nextInt(20)))), Deed.RESTORE,
			Trait.DAMAGES),

	/** A reply that nobody asked for, among the others. */
	STRAY(Deeds::stray, Deed.RESTORE, Trait.DAMAGES, Trait.INVENTS),

	/** A reply that nobody asked for, on connections that are idle or in use, once. */
	STRAY_ONCE(Deeds::strayAtOnce, Deed.NOTHING, Trait.DAMAGES, Trait.INVENTS, Trait.INSTANT),

	/** Three in ten new connections have something or other. */
	SICK(Deeds::sick, Deed.RESTORE),

	/** All connections are reset, once. */
	CUT((station, random) -> station.target().proxy().cut(), Deed.NOTHING, Trait.INSTANT),

	/** The server is gone: connections are reset, and new ones refused. */
	REFUSE(Deeds::refuse, Deed.RESTORE),

	/** Everything is swallowed. */
	MUTE((station, random) -> station.target().proxy().mute(), Deed.RESTORE),

	/** The server is full. */
	LIMIT(Deeds::limit, Deed.RESTORE),

	/** The server ends all connections, and new ones as soon as they are there. */
	RESTART((station, random) -> station.target().tagServer().down(),
			(station, random) -> station.target().tagServer().up(), Trait.OWN_SERVER),

	/** The pool is made smaller, and then as large as it was. */
	RESIZE((station, random) -> station.pool().resize(0, 1 + station.maxSize() / 2),
			(station, random) -> station.pool().resize(station.minIdle(), station.maxSize()), Trait.HARMLESS),

	/** All connections are replaced. */
	EVICT_ALL((station, random) -> station.pool().evictAll(), Deed.NOTHING, Trait.HARMLESS, Trait.INSTANT),

	/** The pool lends nothing for a while. */
	SUSPEND((station, random) -> station.pool().suspend(), (station, random) -> station.pool().resume()),

	/** Borrowers are interrupted, whatever they are doing. */
	INTERRUPT((station, random) -> station.pester(true), (station, random) -> station.pester(false), Trait.HARMLESS);

	private final Deed begin;

	private final Deed end;

	private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

	Kind(Deed begin, Deed end, Trait... traits) {
		this.begin = begin;
		this.end = end;
		this.traits.addAll(Set.of(traits));
	}

	void begin(Station station, SplittableRandom random) {
		this.begin.on(station, random);
	}

	void end(Station station, SplittableRandom random) {
		this.end.on(station, random);
	}

	/** Whether calls may fail because of it; else a failure is held against the pool. */
	boolean excuses() {
		return !this.traits.contains(Trait.HARMLESS);
	}

	/** Whether replies may be other than the server has sent them. */
	boolean damages() {
		return this.traits.contains(Trait.DAMAGES);
	}

	/**
	 * Whether it may bring somebody the reply to something else, with nothing wrong with
	 * it: one that was somebody's, once more, or one that is nobody's.
	 */
	boolean brings(Tag reply) {
		return this.traits.contains((reply.borrower() == Tag.NOBODY) ? Trait.INVENTS : Trait.REPEATS);
	}

	/** Whether it is over as soon as it has begun. */
	boolean isInstant() {
		return this.traits.contains(Trait.INSTANT);
	}

	/**
	 * Whether a target can suffer it: damage only where the protocol tells damage, which
	 * that of a database does not.
	 */
	boolean suits(Target target) {
		boolean own = this.traits.contains(Trait.OWN_SERVER) || damages();
		return !own || target.server() != null;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/** What is special about a kind. */
	private enum Trait {

		/** No call may fail because of it. */
		HARMLESS,

		/** Replies may be damaged. */
		DAMAGES,

		/** Replies may come once more. */
		REPEATS,

		/** Replies may come that nobody asked for. */
		INVENTS,

		/** Over as soon as begun. */
		INSTANT,

		/** It is done to our own server. */
		OWN_SERVER

	}

	/** Something that is done to a pool or its target. */
	@FunctionalInterface
	interface Deed {

		/** There is nothing to be done. */
		Deed NOTHING = (station, random) -> {
		};

		/** The proxy is made healthy. */
		Deed RESTORE = (station, random) -> {
			FaultProxy proxy = station.target().proxy();
			proxy.restore();
		};

		void on(Station station, SplittableRandom random);

	}

}
