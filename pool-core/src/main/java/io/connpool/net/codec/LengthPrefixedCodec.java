package io.connpool.net.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;

/**
 * Puts the length of each message in front of it.
 *
 * <p>
 * With the defaults (4 bytes, big endian, the message alone is counted), the message
 * {@code HELLO}:
 *
 * <pre>
 *  message (5 bytes)          on the wire (9 bytes)
 * +----------------+         +-------------+----------------+
 * | H  E  L  L  O  |  &lt;----&gt; | 00 00 00 05 | H  E  L  L  O  |
 * +----------------+         +-------------+----------------+
 * </pre>
 *
 * {@code lengthBytes(2).order(LITTLE_ENDIAN).lengthIncludesPrefix(true)}, where the two
 * bytes of the length count as well:
 *
 * <pre>
 *  message (5 bytes)          on the wire (7 bytes)
 * +----------------+         +-------+----------------+
 * | H  E  L  L  O  |  &lt;----&gt; | 07 00 | H  E  L  L  O  |
 * +----------------+         +-------+----------------+
 * </pre>
 *
 * <p>
 * An empty message is a frame of its own: {@code 00 00 00 00}. Lengths of 1, 2 and 4
 * bytes are unsigned; one of 8 bytes is signed, and a negative one is refused. A length
 * beyond {@code max-frame-size} is refused as soon as the prefix is there; below it,
 * memory is taken as bytes arrive, so a peer that announces much and sends little costs
 * little. At most twice {@code max-frame-size} is held, for the moment in which the
 * pieces are put together.
 *
 * <p>
 * What speaks another protocol usually shows up as a length beyond all limits. If a
 * length of 4 or 8 bytes that was refused is how TLS, HTTP, SSH, SMTP, FTP, POP3 or IMAP
 * begin, the message of the {@link FrameException} says so.
 *
 * <p>
 * <b>Threads:</b> immutable, any number at once.
 */
public final class LengthPrefixedCodec implements Codec {

	private final int lengthBytes;

	private final boolean bigEndian;

	private final int counted;

	private final int maxFrameSize;

	private LengthPrefixedCodec(Builder builder) {
		this.lengthBytes = builder.lengthBytes;
		this.bigEndian = builder.order == ByteOrder.BIG_ENDIAN;
		this.counted = builder.lengthIncludesPrefix ? builder.lengthBytes : 0;
		this.maxFrameSize = builder.maxFrameSize;
	}

	/**
	 * Starts from the defaults: 4 bytes, big endian, counting the message alone, messages
	 * of up to 1 MiB.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public void encode(byte[] message, OutputStream out) throws IOException {
		if (message.length > this.maxFrameSize) {
			throw FrameException.outgoing("message of " + message.length + " bytes to send, max-frame-size is "
					+ this.maxFrameSize + " bytes", message.length, this.maxFrameSize);
		}
		long length = (long) message.length + this.counted;
		if (length > largestLength()) {
			throw FrameException.outgoing(
					"length " + length + " to send, " + this.lengthBytes + " length-bytes hold " + largestLength(),
					length, largestLength());
		}
		for (int i = 0; i < this.lengthBytes; i++) {
			out.write((int) (length >>> shift(i)));
		}
		out.write(message);
	}

	@Override
	public byte[] decode(InputStream in) throws IOException {
		long length = 0;
		for (int i = 0; i < this.lengthBytes; i++) {
			int next = in.read();
			if (next < 0) {
				throw new EOFException(i + " of " + this.lengthBytes + " length-bytes received");
			}
			length |= (long) next << shift(i);
		}
		if (length < this.counted) {
			throw FrameException.incoming(
					"length " + length + " received, must be " + this.counted + " or more" + hint(length), length,
					this.counted);
		}
		long size = length - this.counted;
		if (size > this.maxFrameSize) {
			throw FrameException.incoming("message of " + size + " bytes announced, max-frame-size is "
					+ this.maxFrameSize + " bytes" + hint(length), size, this.maxFrameSize);
		}
		byte[] message = in.readNBytes((int) size);
		if (message.length < size) {
			throw new EOFException(message.length + " of " + size + " bytes received");
		}
		return message;
	}

	private String hint(long length) {
		byte[] prefix = new byte[this.lengthBytes];
		for (int i = 0; i < prefix.length; i++) {
			prefix[i] = (byte) (length >>> shift(i));
		}
		return Banner.hint(prefix);
	}

	private int shift(int index) {
		return 8 * (this.bigEndian ? this.lengthBytes - 1 - index : index);
	}

	private long largestLength() {
		return (this.lengthBytes == Long.BYTES) ? Long.MAX_VALUE : (1L << (8 * this.lengthBytes)) - 1;
	}

	@Override
	public String toString() {
		return "length-prefixed (" + this.lengthBytes + " bytes, " + (this.bigEndian ? "big" : "little") + " endian"
				+ ((this.counted > 0) ? ", including the prefix" : "") + ", max-frame-size " + this.maxFrameSize + ")";
	}

	/**
	 * Collects the settings of a {@link LengthPrefixedCodec}.
	 */
	public static final class Builder {

		private int lengthBytes = Integer.BYTES;

		private ByteOrder order = ByteOrder.BIG_ENDIAN;

		private boolean lengthIncludesPrefix;

		private int maxFrameSize = 1 << 20;

		private Builder() {
		}

		/**
		 * Sets how many bytes the length takes.
		 * @param lengthBytes 1, 2, 4 or 8; default 4
		 * @return this builder
		 */
		public Builder lengthBytes(int lengthBytes) {
			this.lengthBytes = lengthBytes;
			return this;
		}

		/**
		 * Sets the order of the bytes of the length.
		 * @param order default {@link ByteOrder#BIG_ENDIAN}, which most protocols use
		 * @return this builder
		 */
		public Builder order(ByteOrder order) {
			this.order = order;
			return this;
		}

		/**
		 * Sets whether the length counts its own bytes too.
		 * @param lengthIncludesPrefix default false: it counts the message alone
		 * @return this builder
		 */
		public Builder lengthIncludesPrefix(boolean lengthIncludesPrefix) {
			this.lengthIncludesPrefix = lengthIncludesPrefix;
			return this;
		}

		/**
		 * Sets the largest message, either way, without its prefix. What the length bytes
		 * cannot express is refused as well.
		 * @param maxFrameSize bytes, 1 to 1,073,741,824; default 1,048,576
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
		public LengthPrefixedCodec build() {
			boolean known = this.lengthBytes >= 1 && this.lengthBytes <= Long.BYTES
					&& Integer.bitCount(this.lengthBytes) == 1;
			new CodecSettings().that("length-bytes", this.lengthBytes, known, "1, 2, 4 or 8")
				// without this, null would be the other order
				.that("byte-order", this.order, this.order != null, "big-endian, little-endian")
				.maxFrameSize(this.maxFrameSize)
				.check();
			return new LengthPrefixedCodec(this);
		}

	}

}
