package io.connpool.hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.connpool.net.ConnectionClosedException;
import io.connpool.net.WireTimeoutException;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.FrameException;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.net.codec.LineCodec;
import org.jspecify.annotations.Nullable;

/** What a server may do to its clients, and what they are to make of it. */
enum Hostility {

	TWO_GIGABYTES_ANNOUNCED(Shape.FRAMES, FrameException.class, "2147483647 bytes announced, max-frame-size is 4194304",
			(client) -> client.getOutputStream().write(new byte[] { 0x7f, -1, -1, -1, 1, 2, 3 })),

	NEGATIVE_LENGTH(Shape.LONG_LENGTHS, FrameException.class, "length -2 received, must be 0 or more",
			(client) -> client.getOutputStream().write(new byte[] { -1, -1, -1, -1, -1, -1, -1, -2 })),

	ONE_BYTE_TOO_LONG(Shape.FRAMES, FrameException.class, "4194305 bytes announced, max-frame-size is 4194304",
			(client) -> endlessly(client, new byte[] { 0, 0x40, 0, 1 }, new byte[64 << 10])),

	ENDLESS_LINE(Shape.LINES, FrameException.class, "max-frame-size is 1048576",
			(client) -> endlessly(client, new byte[0], filled('x'))),

	ANSWERS_IN_HTTP(Shape.FRAMES, FrameException.class, "the peer seems to speak HTTP",
			(client) -> client.getOutputStream()
				.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),

	ALERTS_IN_TLS(Shape.FRAMES, FrameException.class, "the peer seems to speak TLS",
			(client) -> client.getOutputStream().write(new byte[] { 21, 3, 3, 0, 2, 2, 70 })),

	GREETS_IN_SSH(Shape.FRAMES, FrameException.class, "the peer seems to speak SSH",
			(client) -> client.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII))),

	/**
	 * As much as is allowed is announced: whoever allocates that, for four at once, is
	 * full.
	 */
	ANNOUNCES_AND_STALLS(Shape.LARGE_FRAMES, WireTimeoutException.class, "no complete reply within 300 ms",
			(client) -> client.getOutputStream().write(new byte[] { 1, 0, 0, 0, 1, 2, 3 })),

	/** Each byte comes in time, the reply does not. */
	ONE_BYTE_AT_A_TIME(Shape.FRAMES, WireTimeoutException.class, "no complete reply within 300 ms", (client) -> {
		client.getOutputStream().write(new byte[] { 0, 0, 4, 0 });
		while (!client.isClosed()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			client.getOutputStream().write(1);
		}
	}),

	BREAKS_OFF(Shape.FRAMES, ConnectionClosedException.class, "closed by the peer", (client) -> {
		client.getOutputStream().write(new byte[] { 0, 0, 4, 0, 1, 2, 3 });
		client.shutdownOutput();
	}),

	/** Empty replies are replies; what comes after the one that was asked for is not. */
	FLOODS_WITH_EMPTY_FRAMES(Shape.FRAMES, null, "", (client) -> endlessly(client, new byte[0], new byte[64 << 10])),

	FLOODS_WITH_NEWLINES(Shape.LINES, null, "", (client) -> endlessly(client, new byte[0], filled('\n')));

	private final Shape shape;

	private final @Nullable Class<? extends Exception> expected;

	private final String words;

	private final Script script;

	Hostility(Shape shape, @Nullable Class<? extends Exception> expected, String words, Script script) {
		this.shape = shape;
		this.expected = expected;
		this.words = words;
		this.script = script;
	}

	Codec codec() {
		return this.shape.codec;
	}

	/** Time for an exchange. */
	Duration limit() {
		return isSlow() ? Duration.ofMillis(300) : Duration.ofSeconds(20);
	}

	boolean isSlow() {
		return this.expected == WireTimeoutException.class;
	}

	/** What to do with a client once it has asked for something. */
	void play(Socket client) throws IOException {
		this.script.play(client);
	}

	/**
	 * Judges how one exchange ended.
	 * @param failure what it threw, or null
	 * @param peer the address that the message has to name
	 * @return what is wrong with that, or null
	 */
	@Nullable String complaint(@Nullable Throwable failure, String peer) {
		if (this.expected == null || failure == null) {
			return (this.expected == null && failure == null) ? null : "expected " + this.expected + ": " + failure;
		}
		boolean right = failure.getClass() == this.expected && failure.getMessage().contains(this.words)
				&& failure.getMessage().contains(peer);
		return right ? null : "expected " + this.expected + " with \"" + this.words + "\": " + failure;
	}

	private static void endlessly(Socket client, byte[] first, byte[] chunk) throws IOException {
		client.getOutputStream().write(first);
		while (!client.isClosed()) {
			client.getOutputStream().write(chunk);
		}
	}

	private static byte[] filled(char with) {
		byte[] bytes = new byte[64 << 10];
		Arrays.fill(bytes, (byte) with);
		return bytes;
	}

	private enum Shape {

		FRAMES(LengthPrefixedCodec.builder().maxFrameSize(4 << 20).build()),

		LARGE_FRAMES(LengthPrefixedCodec.builder().maxFrameSize(16 << 20).build()),

		LONG_LENGTHS(LengthPrefixedCodec.builder().lengthBytes(8).build()),

		LINES(LineCodec.builder().maxFrameSize(1 << 20).build());

		private final Codec codec;

		Shape(Codec codec) {
			this.codec = codec;
		}

	}

	/** The server's side of a connection; ends when the client does. */
	interface Script {

		void play(Socket client) throws IOException;

	}

}
