package io.connpool.net.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ends each message with a delimiter, by default a line feed.
 *
 * <pre>
 *  message (5 bytes)          on the wire (6 bytes)
 * +----------------+         +----------------+----+
 * | H  E  L  L  O  |  &lt;----&gt; | H  E  L  L  O  | \n |
 * +----------------+         +----------------+----+
 * </pre>
 *
 * <p>
 * With the delimiter {@code "\n"} a carriage return before it belongs to the delimiter
 * too, since so many peers send one: {@code HELLO\r\n} is the message {@code HELLO}. With
 * any other delimiter nothing is stripped. To send {@code \r\n}, set it as the delimiter;
 * then only the pair ends a message.
 *
 * <p>
 * What is sent arrives as it was: a message that the peer would take for something else,
 * because the delimiter is in it, or begins in it, or because its last carriage return
 * would be stripped, is refused. So nobody can smuggle a second message in by way of the
 * first. An end of stream in the middle of a line is an error, not a line.
 *
 * <p>
 * A line longer than {@code max-frame-size} is refused as soon as that many bytes have
 * come; memory grows with what has arrived, to at most twice {@code max-frame-size} while
 * it is copied. An empty line is an empty message.
 *
 * <p>
 * <b>Threads:</b> immutable, any number at once.
 */
public final class LineCodec implements Codec {

	private static final int LONGEST_DELIMITER = 16;

	private static final int FIRST_CAPACITY = 128;

	private final byte[] delimiter;

	private final boolean stripsCarriageReturn;

	private final int maxFrameSize;

	private LineCodec(byte[] delimiter, int maxFrameSize) {
		this.delimiter = delimiter;
		this.stripsCarriageReturn = delimiter.length == 1 && delimiter[0] == '\n';
		this.maxFrameSize = maxFrameSize;
	}

	/**
	 * Starts from the defaults: a line feed, and lines of up to 64 KiB.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public void encode(byte[] message, OutputStream out) throws IOException {
		if (message.length > this.maxFrameSize) {
			throw FrameException.outgoing(
					"line of " + message.length + " bytes to send, max-frame-size is " + this.maxFrameSize + " bytes",
					message.length, this.maxFrameSize);
		}
		int end = firstEnd(message);
		if (end < message.length) {
			throw FrameException.outgoing("line of " + message.length
					+ " bytes to send contains its delimiter, or would with it, at index " + end, end, message.length);
		}
		if (this.stripsCarriageReturn && message.length > 0 && message[message.length - 1] == '\r') {
			throw FrameException.outgoing(
					"line of " + message.length
							+ " bytes to send ends with a carriage return, which would be taken for the delimiter's",
					message.length, message.length - 1L);
		}
		out.write(message);
		out.write(this.delimiter);
	}

	@Override
	public byte[] decode(InputStream in) throws IOException {
		byte last = this.delimiter[this.delimiter.length - 1];
		byte[] line = new byte[FIRST_CAPACITY];
		int size = 0;
		while (true) {
			int next = in.read();
			if (next < 0) {
				throw new EOFException(size + " bytes of a line received");
			}
			if (size == line.length) {
				line = grow(line);
			}
			line[size++] = (byte) next;
			if ((byte) next == last && endsWithDelimiter(line, size)) {
				return message(line, size - this.delimiter.length);
			}
			if (size > this.maxFrameSize && size - pending(line, size) > this.maxFrameSize) {
				throw tooLong(size - pending(line, size));
			}
		}
	}

	private byte[] message(byte[] line, int size) {
		int end = size;
		if (this.stripsCarriageReturn && end > 0 && line[end - 1] == '\r') {
			end--;
		}
		return Arrays.copyOf(line, end);
	}

	/** How many of the last bytes may yet turn out to belong to the delimiter. */
	private int pending(byte[] line, int size) {
		if (this.stripsCarriageReturn) {
			return (line[size - 1] == '\r') ? 1 : 0;
		}
		return this.delimiter.length - 1;
	}

	private byte[] grow(byte[] line) {
		// the longest line, what may be pending, and the byte that proves it too long
		int most = this.maxFrameSize + this.delimiter.length + 1;
		return Arrays.copyOf(line, (int) Math.min(2L * line.length, most));
	}

	private boolean endsWithDelimiter(byte[] line, int size) {
		int from = size - this.delimiter.length;
		return from >= 0 && Arrays.equals(line, from, size, this.delimiter, 0, this.delimiter.length);
	}

	/** Where a reader would see the first delimiter in the message with its delimiter. */
	private int firstEnd(byte[] message) {
		for (int i = 0; i < message.length; i++) {
			if (message[i] == this.delimiter[0] && delimiterAt(message, i)) {
				return i;
			}
		}
		return message.length;
	}

	private boolean delimiterAt(byte[] message, int index) {
		for (int i = 1; i < this.delimiter.length; i++) {
			int at = index + i;
			byte there = (at < message.length) ? message[at] : this.delimiter[at - message.length];
			if (there != this.delimiter[i]) {
				return false;
			}
		}
		return true;
	}

	private FrameException tooLong(int size) {
		return FrameException.incoming(
				"line of at least " + size + " bytes received, max-frame-size is " + this.maxFrameSize + " bytes", size,
				this.maxFrameSize);
	}

	@Override
	public String toString() {
		return "line (delimiter " + Arrays.toString(this.delimiter) + ", max-frame-size " + this.maxFrameSize + ")";
	}

	/**
	 * Collects the settings of a {@link LineCodec}.
	 */
	public static final class Builder {

		private String delimiter = "\n";

		private int maxFrameSize = 1 << 16;

		private Builder() {
		}

		/**
		 * Sets what ends a message.
		 * @param delimiter 1 to 16 bytes in UTF-8; default {@code "\n"}, which includes a
		 * preceding carriage return when received
		 * @return this builder
		 */
		public Builder delimiter(String delimiter) {
			this.delimiter = delimiter;
			return this;
		}

		/**
		 * Sets the longest message, either way, without its delimiter.
		 * @param maxFrameSize bytes, 1 to 1,073,741,824; default 65,536
		 * @return this builder
		 */
		public Builder maxFrameSize(int maxFrameSize) {
			this.maxFrameSize = maxFrameSize;
			return this;
		}

		/**
		 * Checks the settings and builds the codec.
		 * @return the codec
		 * @throws io.connpool.InvalidPoolSettingsException listing every violation
		 */
		public LineCodec build() {
			byte[] bytes = bytes(this.delimiter);
			new CodecSettings()
				.that("delimiter", '"' + this.delimiter + '"', bytes.length >= 1 && bytes.length <= LONGEST_DELIMITER,
						"1 to " + LONGEST_DELIMITER + " bytes in UTF-8")
				.maxFrameSize(this.maxFrameSize)
				.check();
			return new LineCodec(bytes, this.maxFrameSize);
		}

		/**
		 * None of what has no bytes: null, or half a character, for which UTF-8 would
		 * have a question mark.
		 */
		private static byte[] bytes(String text) {
			boolean possible = text != null && StandardCharsets.UTF_8.newEncoder().canEncode(text);
			return possible ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
		}

	}

}
