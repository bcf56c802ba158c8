package io.connpool.test;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * What a {@link FaultProxy} does wrong on one connection.
 *
 * <pre>{@code
 * proxy.next(Fault.cutAfter(7).inReplies());               // the next one dies in its reply
 * proxy.connection(3).fault(Fault.stray(0, (byte) 42).inReplies());
 * proxy.all(Fault.latency(Duration.ofMillis(20)).and(Fault.bandwidth(10_000)));
 * }</pre>
 *
 * <p>
 * A fault works in each direction on its own, unless {@link #inRequests} or
 * {@link #inReplies} says otherwise. Positions count the bytes of one direction from the
 * moment when the connection is given the fault: its beginning, if the fault was set
 * before it was accepted. Position 0 thus means at once. Of several faults joined by
 * {@link #and}, each sees the bytes that the one before lets through.
 *
 * <p>
 * Immutable; may be given to any number of connections. Two faults of the same
 * description are equal.
 */
public final class Fault {

	private static final int MOST_KEPT = 1 << 20;

	private final List<FaultPart> parts;

	private Fault(List<FaultPart> parts) {
		this.parts = parts;
	}

	/**
	 * Returns the fault that is none: everything passes.
	 * @return no fault
	 */
	public static Fault none() {
		return new Fault(List.of());
	}

	/**
	 * Holds up everything, ends and resets too.
	 * @param delay how long, in each direction; zero to 365 days
	 * @return the fault
	 */
	public static Fault latency(Duration delay) {
		return latency(delay, Duration.ZERO);
	}

	/**
	 * Holds up everything for varying times. Bytes never overtake each other. The same
	 * connection number draws the same times in each run, and other ones with another
	 * {@link #seeded seed}.
	 * @param delay how long on average, in each direction; zero to 365 days
	 * @param jitter how much less or more, evenly spread; at most the delay
	 * @return the fault
	 */
	public static Fault latency(Duration delay, Duration jitter) {
		Allowed.time("delay", delay);
		Allowed.time("jitter", jitter);
		Allowed.require(jitter.compareTo(delay) <= 0, "jitter", jitter, "at most the delay, " + delay);
		String name = "latency(" + delay + (jitter.isZero() ? "" : ", " + jitter) + ")";
		return new Fault(List.of(new FaultPart(name, !jitter.isZero(),
				(random) -> Slowness.latency(delay.toNanos(), jitter.toNanos(), random))));
	}

	/**
	 * Passes on no more than so many bytes a second; the sender is slowed down once a
	 * mebibyte waits.
	 * @param bytesPerSecond the rate in each direction; one or more
	 * @return the fault
	 */
	public static Fault bandwidth(long bytesPerSecond) {
		Allowed.require(bytesPerSecond > 0, "bytesPerSecond", bytesPerSecond, "one or more");
		return of("bandwidth(" + bytesPerSecond + ")", (random) -> Slowness.bandwidth(bytesPerSecond));
	}

	/**
	 * Passes bytes on in small portions, so that the receiver gets its messages in
	 * pieces.
	 * @param size most bytes of a portion; one or more
	 * @param pause time between portions, up to 365 days; with zero the receiver may find
	 * several at once
	 * @return the fault
	 */
	public static Fault slice(int size, Duration pause) {
		Allowed.require(size > 0, "size", size, "one or more");
		Allowed.time("pause", pause);
		return of("slice(" + size + ", " + pause + ")", (random) -> Slowness.slice(size, pause.toNanos()));
	}

	/**
	 * Holds up orderly ends: who closes is noticed late.
	 * @param delay how long; zero to 365 days
	 * @return the fault
	 */
	public static Fault slowClose(Duration delay) {
		Allowed.time("delay", delay);
		return of("slowClose(" + delay + ")", (random) -> Slowness.slowClose(delay.toNanos()));
	}

	/**
	 * Resets the connection to both sides after a number of bytes.
	 * @param position bytes that pass before; zero or more
	 * @return the fault
	 */
	public static Fault cutAfter(long position) {
		return atByte("cutAfter", position, (at) -> new Ending(at, Ending.Kind.CUT));
	}

	/**
	 * Closes the connection to both sides, in good order, after a number of bytes.
	 * @param position bytes that pass before; zero or more
	 * @return the fault
	 */
	public static Fault closeAfter(long position) {
		return atByte("closeAfter", position, (at) -> new Ending(at, Ending.Kind.CLOSE));
	}

	/**
	 * Ends one direction after a number of bytes; the other goes on. Also known as half
	 * close. Bytes sent later in the ended direction are swallowed.
	 * @param position bytes that pass before; zero or more
	 * @return the fault
	 */
	public static Fault endAfter(long position) {
		return atByte("endAfter", position, (at) -> new Ending(at, Ending.Kind.END));
	}

	/**
	 * Goes silent after a number of bytes: what follows is read and forgotten, ends too.
	 * @param position bytes that pass before; zero or more
	 * @return the fault
	 */
	public static Fault muteAfter(long position) {
		return atByte("muteAfter", position, (at) -> new Ending(at, Ending.Kind.MUTE));
	}

	/**
	 * Stops reading after a number of bytes, so that what is sent later fills the
	 * sender's buffers until its writes block. Its end is not noticed either.
	 * @param position bytes that pass before; zero or more
	 * @return the fault
	 */
	public static Fault blackholeAfter(long position) {
		return atByte("blackholeAfter", position, Blackhole::new);
	}

	/**
	 * Loses a stretch of bytes; what follows passes.
	 * @param position bytes that pass before; zero or more
	 * @param count bytes that are lost; one or more
	 * @return the fault
	 */
	public static Fault truncate(long position, int count) {
		Allowed.stretch(position, "count", count, Integer.MAX_VALUE);
		return of("truncate(" + position + ", " + count + ")", (random) -> Garbling.truncate(position, count));
	}

	/**
	 * Inverts every bit of a stretch of bytes.
	 * @param position bytes that pass before; zero or more
	 * @param count bytes that are changed; one or more
	 * @return the fault
	 */
	public static Fault corrupt(long position, int count) {
		Allowed.stretch(position, "count", count, Integer.MAX_VALUE);
		return of("corrupt(" + position + ", " + count + ")", (random) -> Garbling.corrupt(position, count));
	}

	/**
	 * Passes a stretch of bytes on twice, the second time right after the first.
	 * @param position bytes that pass before; zero or more
	 * @param count bytes that come twice; from one to a mebibyte
	 * @return the fault
	 */
	public static Fault duplicate(long position, int count) {
		Allowed.stretch(position, "count", count, MOST_KEPT);
		return of("duplicate(" + position + ", " + count + ")", (random) -> Garbling.duplicate(position, count));
	}

	/**
	 * Exchanges two neighbouring stretches of bytes, for example two replies. The first
	 * is kept until the second has passed, or ends.
	 * @param position bytes that pass before; zero or more
	 * @param first bytes of the stretch that comes late; from one to a mebibyte
	 * @param second bytes of the stretch that comes early; one or more
	 * @return the fault
	 */
	public static Fault reorder(long position, int first, int second) {
		Allowed.stretch(position, "first", first, MOST_KEPT);
		Allowed.stretch(position, "second", second, Integer.MAX_VALUE);
		return of("reorder(" + position + ", " + first + ", " + second + ")",
				(random) -> Garbling.reorder(position, first, second));
	}

	/**
	 * Inserts bytes that nobody sent.
	 * @param position bytes that pass before; zero or more
	 * @param bytes what is inserted; at least one
	 * @return the fault
	 */
	public static Fault stray(long position, byte... bytes) {
		Allowed.stretch(position, "bytes.length", bytes.length, Integer.MAX_VALUE);
		byte[] copy = bytes.clone();
		return of("stray(" + position + ", 0x" + HexFormat.of().formatHex(copy) + ")",
				(random) -> Garbling.stray(position, copy));
	}

	/**
	 * Confines this fault to what the client sends.
	 * @return the fault in that direction only
	 * @throws IllegalStateException if it was confined to the other
	 */
	public Fault inRequests() {
		return confined(Direction.REQUESTS);
	}

	/**
	 * Confines this fault to what the server sends.
	 * @return the fault in that direction only
	 * @throws IllegalStateException if it was confined to the other
	 */
	public Fault inReplies() {
		return confined(Direction.REPLIES);
	}

	/**
	 * Has a seed, too, decide what varies in this fault: the times of a jitter. The first
	 * one counts; scripts by seed give theirs.
	 * @param seed for example a constant, or a number that the test prints
	 * @return the fault, the same in each run
	 */
	public Fault seeded(long seed) {
		return new Fault(this.parts.stream().map((part) -> part.seeded(seed)).toList());
	}

	/**
	 * Joins this fault with another; bytes meet this one first.
	 * @param other another fault, or more of the same
	 * @return both
	 */
	public Fault and(Fault other) {
		return new Fault(Stream.concat(this.parts.stream(), other.parts.stream()).toList());
	}

	/** Starts this fault's work in one direction of a connection. */
	List<Effect> effects(Direction direction, long number) {
		SplittableRandom places = new SplittableRandom(2 * number + direction.ordinal());
		return this.parts.stream()
			.filter((part) -> part.directions().contains(direction))
			.map((part) -> part.effect(places.nextLong()))
			.toList();
	}

	private Fault confined(Direction direction) {
		return new Fault(this.parts.stream().map((part) -> part.confined(direction)).toList());
	}

	private static Fault atByte(String name, long position, LongFunction<Effect> start) {
		Allowed.require(position >= 0, "position", position, "zero or more");
		return of(name + "(" + position + ")", (random) -> start.apply(position));
	}

	private static Fault of(String name, Function<SplittableRandom, Effect> start) {
		return new Fault(List.of(new FaultPart(name, false, start)));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Fault fault && fault.toString().equals(toString());
	}

	@Override
	public int hashCode() {
		return toString().hashCode();
	}

	/**
	 * Describes the fault as it is written in code.
	 * @return for example {@code cutAfter(7).inReplies()}
	 */
	@Override
	public String toString() {
		if (this.parts.isEmpty()) {
			return "none()";
		}
		String first = this.parts.get(0).toString();
		return this.parts.stream().skip(1).map((part) -> ".and(" + part + ")").reduce(first, String::concat);
	}

}
