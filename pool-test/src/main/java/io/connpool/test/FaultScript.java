package io.connpool.test;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Says which fault each connection of a {@link FaultProxy} has.
 *
 * <pre>{@code
 * proxy.script((number) -> (number % 10 == 0) ? Fault.cutAfter(7).inReplies() : Fault.none());
 * proxy.script(FaultScript.random(4711));
 * }</pre>
 *
 * <p>
 * <b>Threads:</b> called by the proxy's thread, once for each connection, in order; must
 * not block, nor give orders to the proxy. A connection for which it throws is reset, and
 * the failure is logged.
 */
@FunctionalInterface
public interface FaultScript {

	/**
	 * Returns the fault of a connection.
	 * @param number the connection's place in the order of those accepted, from one
	 * @return what it is to suffer; {@link Fault#none()} for nothing
	 */
	Fault faultOf(long number);

	/**
	 * Gives some connections one fault out of several. What a connection gets depends on
	 * the seed and its number only.
	 * @param seed for example a constant, or a number that the test prints
	 * @param share the part of the connections that have a fault; from 0 to 1
	 * @param faults what to choose from; at least one
	 * @return a script that says the same in each run
	 */
	static FaultScript random(long seed, double share, Fault... faults) {
		Allowed.require(share >= 0 && share <= 1, "share", share, "from 0 to 1");
		Allowed.require(faults.length > 0, "faults.length", faults.length, "one or more");
		List<Fault> menu = List.of(faults);
		return (number) -> {
			SplittableRandom random = randomOf(seed, number);
			return (random.nextDouble() < share) ? menu.get(random.nextInt(menu.size())).seeded(seed) : Fault.none();
		};
	}

	/**
	 * Gives each connection a fault of any kind, in either direction, within its first 64
	 * bytes; times are up to 20 ms. What a connection gets depends on the seed and its
	 * number only.
	 * @param seed for example a constant, or a number that the test prints
	 * @return a script that says the same in each run
	 */
	static FaultScript random(long seed) {
		return (number) -> {
			SplittableRandom random = randomOf(seed, number);
			Fault fault = any(random).seeded(seed);
			return random.nextBoolean() ? fault.inRequests() : fault.inReplies();
		};
	}

	private static Fault any(SplittableRandom random) {
		int position = random.nextInt(64);
		int count = 1 + random.nextInt(8);
		Duration time = Duration.ofMillis(1 + random.nextInt(20));
		return switch (random.nextInt(14)) {
			case 0 -> Fault.latency(time, time);
			case 1 -> Fault.bandwidth(1000L * count);
			case 2 -> Fault.slice(count, time.dividedBy(10));
			case 3 -> Fault.slowClose(time);
			case 4 -> Fault.cutAfter(position);
			case 5 -> Fault.closeAfter(position);
			case 6 -> Fault.endAfter(position);
			case 7 -> Fault.muteAfter(position);
			case 8 -> Fault.blackholeAfter(position);
			case 9 -> Fault.truncate(position, count);
			case 10 -> Fault.corrupt(position, count);
			case 11 -> Fault.duplicate(position, count);
			case 12 -> Fault.reorder(position, count, 1 + random.nextInt(8));
			default -> Fault.stray(position, (byte) random.nextInt());
		};
	}

	private static SplittableRandom randomOf(long seed, long number) {
		return new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
	}

}
