package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;

import io.connpool.test.Fault;
import io.connpool.test.FaultProxy;
import io.connpool.test.FaultScript;

/** How faults are switched on, where that takes more than a line. */
final class Deeds {

	private Deeds() {
	}

	/** Gives all connections, those open and those to come, a fault. */
	static Kind.Deed fault(Function<SplittableRandom, Fault> fault) {
		return (station, random) -> station.target().proxy().all(fault.apply(random));
	}

	static Fault latency(SplittableRandom random, int mostMillis) {
		Duration time = Duration.ofMillis(5L + random.nextInt(mostMillis));
		return Fault.latency(time, time).seeded(random.nextLong());
	}

	static Fault eitherWay(SplittableRandom random, Fault fault) {
		return random.nextBoolean() ? fault.inRequests() : fault.inReplies();
	}

	/** Whole messages: those are the ones that could be mistaken for others. */
	static void duplicate(Station station, SplittableRandom random) {
		int bytes = station.target().tagServer().framing().replyBytes();
		Fault twice = Fault.duplicate((long) bytes * random.nextInt(20), bytes);
		station.target().proxy().all(eitherWay(random, twice));
	}

	static void stray(Station station, SplittableRandom random) {
		int bytes = station.target().tagServer().framing().replyBytes();
		Fault stray = Fault.stray((long) bytes * (1 + random.nextInt(20)), reply(station, random));
		station.target().proxy().all(stray.inReplies());
	}

	/** Not taken back: what has come has come, and the pool has to notice. */
	static void strayAtOnce(Station station, SplittableRandom random) {
		FaultProxy proxy = station.target().proxy();
		proxy.all(Fault.stray(0, reply(station, random)).inReplies());
		proxy.all(Fault.none());
	}

	private static byte[] reply(Station station, SplittableRandom random) {
		Tag nobody = new Tag(station.id(), Tag.NOBODY, random.nextLong());
		return station.target().tagServer().framing().frame(nobody.reply());
	}

	static void sick(Station station, SplittableRandom random) {
		FaultProxy proxy = station.target().proxy();
		long position = random.nextInt(200);
		proxy.script(FaultScript.random(random.nextLong(), 0.3, Fault.cutAfter(position),
				Fault.closeAfter(position).inReplies(), Fault.endAfter(position).inReplies(),
				Fault.muteAfter(position).inRequests(), Fault.blackholeAfter(position).inReplies(),
				Fault.slice(1, Duration.ofMillis(2)), latency(random, 300)));
		proxy.cut(); // so that all are new
	}

	static void limit(Station station, SplittableRandom random) {
		FaultProxy proxy = station.target().proxy();
		proxy.limit(1 + random.nextInt(station.maxSize()));
		proxy.cut(); // or there would be nothing to open
	}

	static void refuse(Station station, SplittableRandom random) {
		FaultProxy proxy = station.target().proxy();
		proxy.refuse();
		proxy.cut();
	}

}
