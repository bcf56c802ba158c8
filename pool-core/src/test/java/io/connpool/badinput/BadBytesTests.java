package io.connpool.badinput;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.connpool.net.codec.Codec;
import io.connpool.net.codec.FrameException;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.net.codec.LineCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that are no frame, to codecs of every shape, and messages that are not to be
 * sent.
 */
class BadBytesTests {

	private static final int LIMIT = 100;

	private static final String BEYOND = "max-frame-size is 100 bytes";

	private static final List<String> OTHERS = List.of("HTTP/1.1 400 Bad Request", "GET / HTTP/1.1",
			"SSH-2.0-OpenSSH_9.6", "220 mail.example ESMTP", "220-ftp.example", "+OK ready", "* OK IMAP4rev1",
			"\u0016\u0003\u0001\0\u0080\u0001\0\0");

	@Test
	void everyWrongLengthAndEveryLineWithoutAnEndIsRefused() throws IOException {
		List<BadInput> inputs = new ArrayList<>();
		for (int lengthBytes : new int[] { 1, 2, 4, 8 }) {
			for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
				for (boolean inclusive : new boolean[] { false, true }) {
					inputs.addAll(new Prefix(lengthBytes, order, inclusive).badInputs());
				}
			}
		}
		for (String delimiter : List.of("\n", "\r\n", "\0", "--", "é")) {
			inputs.addAll(badLines(delimiter));
		}

		assertThat(BadInput.complaints(inputs)).isEmpty();
		BadInputPage.assertTells("bytes and messages for codecs", inputs.size(), BadBytesTests.class);
	}

	/** The fuzz targets try each of these files in every build. */
	@Test
	void whatFuzzingFoundIsKept() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test/resources"))) {
			long kept = files.filter(Files::isRegularFile)
				.filter((file) -> file.toString().contains("FuzzTestsInputs"))
				.count();

			BadInputPage.assertTells("any bytes, numbers and texts", kept, BadBytesTests.class);
		}
	}

	private static List<BadInput> badLines(String delimiter) {
		Codec codec = LineCodec.builder().delimiter(delimiter).maxFrameSize(LIMIT).build();
		List<BadInput> inputs = new ArrayList<>();
		byte[] end = delimiter.getBytes(StandardCharsets.UTF_8);
		byte[] tooLong = bytes("x".repeat(LIMIT + 1));
		inputs.add(received(codec, join(tooLong, end), BEYOND));
		inputs.add(received(codec, bytes("x".repeat(10 * LIMIT)), BEYOND));
		byte[] whole = join(bytes("abc"), end);
		for (int size = 0; size < whole.length; size++) {
			inputs.add(broken(codec, Arrays.copyOf(whole, size), size + " bytes of a line received"));
		}
		inputs.add(sent(codec, tooLong, "line of " + tooLong.length + " bytes to send, " + BEYOND));
		inputs.add(sent(codec, join(bytes("ab"), end, bytes("cd")), "contains its delimiter", "at index 2"));
		inputs.add(sent(codec, end, "contains its delimiter", "at index 0"));
		if ("\n".equals(delimiter)) {
			inputs.add(sent(codec, bytes("a\r"), "line of 2 bytes", "ends with a carriage return"));
		}
		if ("--".equals(delimiter)) {
			inputs.add(sent(codec, bytes("a-"), "would with it, at index 1"));
		}
		return inputs;
	}

	private static BadInput received(Codec codec, byte[] bytes, String... words) {
		return new BadInput(codec + " receives " + Arrays.toString(bytes),
				() -> codec.decode(new ByteArrayInputStream(bytes)), FrameException.class, List.of(words));
	}

	private static BadInput broken(Codec codec, byte[] bytes, String words) {
		return new BadInput(codec + " receives " + Arrays.toString(bytes) + ", then the end",
				() -> codec.decode(new ByteArrayInputStream(bytes)), EOFException.class, List.of(words));
	}

	/** Nothing of it may have been written, so that the connection is as it was. */
	private static BadInput sent(Codec codec, byte[] message, String... words) {
		return new BadInput(codec + " sends " + Arrays.toString(message), () -> {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			try {
				codec.encode(message, out);
			}
			catch (FrameException ex) {
				assertThat(ex.isOutgoing()).isTrue();
				assertThat(out.size()).isZero();
				throw ex;
			}
		}, FrameException.class, List.of(words));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	/** A shape of length. */
	private record Prefix(int lengthBytes, ByteOrder order, boolean inclusive) {

		private Codec codec(int limit) {
			return LengthPrefixedCodec.builder()
				.lengthBytes(this.lengthBytes)
				.order(this.order)
				.lengthIncludesPrefix(this.inclusive)
				.maxFrameSize(limit)
				.build();
		}

		private int counted() {
			return this.inclusive ? this.lengthBytes : 0;
		}

		private long largest() {
			return (this.lengthBytes == Long.BYTES) ? Long.MAX_VALUE : (1L << 8 * this.lengthBytes) - 1;
		}

		private byte[] length(long length) {
			byte[] all = ByteBuffer.allocate(Long.BYTES).order(this.order).putLong(length).array();
			return (this.order == ByteOrder.BIG_ENDIAN)
					? Arrays.copyOfRange(all, Long.BYTES - this.lengthBytes, Long.BYTES)
					: Arrays.copyOf(all, this.lengthBytes);
		}

		List<BadInput> badInputs() {
			Codec codec = codec(LIMIT);
			List<BadInput> inputs = new ArrayList<>();
			for (long length : new long[] { LIMIT + 1 + counted(), largest() }) {
				inputs.add(received(codec, length(length), "message of " + (length - counted()) + " bytes announced",
						BEYOND));
			}
			for (long length = 0; length < counted(); length++) {
				inputs.add(received(codec, length(length), "length " + length + " received, must be " + counted()));
			}
			if (this.lengthBytes == Long.BYTES) {
				for (long length : new long[] { -1, Integer.MIN_VALUE, Long.MIN_VALUE }) {
					inputs.add(received(codec, length(length), "length " + length + " received, must be " + counted()));
				}
			}
			byte[] whole = join(length(3L + counted()), bytes("abc"));
			for (int size = 0; size < whole.length; size++) {
				String words = (size < this.lengthBytes) ? size + " of " + this.lengthBytes + " length-bytes received"
						: (size - this.lengthBytes) + " of 3 bytes received";
				inputs.add(broken(codec, Arrays.copyOf(whole, size), words));
			}
			if (this.lengthBytes >= Integer.BYTES) {
				OTHERS.forEach((other) -> inputs.add(received(codec, bytes(other), "; the peer seems to speak ")));
			}
			inputs.add(sent(codec, new byte[LIMIT + 1], "message of 101 bytes to send, " + BEYOND));
			if (this.lengthBytes < Integer.BYTES) {
				int size = (int) largest() - counted() + 1;
				inputs.add(sent(codec(1 << 20), new byte[size], this.lengthBytes + " length-bytes hold " + largest()));
			}
			return inputs;
		}

	}

}
