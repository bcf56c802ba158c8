package io.connpool.net.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every codec, whatever the bytes. */
final class CodecProperties {

	private static final byte[] NEXT = { 'n', 'e', 'x', 't' };

	/** Exceptions, their stack traces, and the first piece of a frame announced. */
	private static final long PER_FRAME = 64 << 10;

	private CodecProperties() {
	}

	/**
	 * Checks that a stream is decoded alike however it comes in, that no message exceeds
	 * the limit and no more memory is used than what came in and the limit allow, and
	 * that every message that can be sent again arrives as it was.
	 * @param codec the codec
	 * @param maxFrameSize its limit
	 * @param bytes what a peer sends
	 * @param seed of the sizes in which it comes in
	 */
	static void ofDecoding(Codec codec, int maxFrameSize, byte[] bytes, int seed) throws IOException {
		Decoded whole = Decoded.of(codec, new ByteArrayInputStream(bytes));

		assertThat(whole.longest()).isLessThanOrEqualTo(maxFrameSize);
		// the second time, so that no class has to be loaded
		assertThat(Bytes.allocatedBy(() -> decode(codec, bytes)))
			.isLessThan(8L * bytes.length + (whole.messages().size() + 1) * PER_FRAME);
		assertThat(Decoded.of(codec, new Pieces(bytes, (most) -> 1))).isEqualTo(whole);
		Random sizes = new Random(seed);
		assertThat(Decoded.of(codec, new Pieces(bytes, (most) -> 1 + sizes.nextInt(most)))).isEqualTo(whole);
		for (ByteBuffer message : whole.messages()) {
			ofEncoding(codec, message.array());
		}
	}

	/**
	 * Checks that a message is either refused, with nothing written, or arrives as it
	 * was, with nothing read of what follows it.
	 * @param codec the codec
	 * @param message the message
	 */
	static void ofEncoding(Codec codec, byte[] message) throws IOException {
		byte[] before = message.clone();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			codec.encode(message, out);
		}
		catch (FrameException ex) {
			assertThat(ex.isOutgoing()).isTrue();
			assertThat(out.size()).isZero();
			return;
		}
		assertThat(message).isEqualTo(before);
		out.write(NEXT);
		InputStream in = new ByteArrayInputStream(out.toByteArray());
		assertThat(codec.decode(in)).isEqualTo(message);
		assertThat(in.readAllBytes()).isEqualTo(NEXT);
	}

	private static void decode(Codec codec, byte[] bytes) {
		try {
			Decoded.of(codec, new ByteArrayInputStream(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A stream that comes in pieces, as a network may have it. */
	private static final class Pieces extends ByteArrayInputStream {

		private final Sizes sizes;

		Pieces(byte[] bytes, Sizes sizes) {
			super(bytes);
			this.sizes = sizes;
		}

		/** Nobody knows what is under way. */
		@Override
		public synchronized int available() {
			return 0;
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			return super.read(target, offset, (length > 0) ? this.sizes.next(length) : 0);
		}

	}

	private interface Sizes {

		int next(int most);

	}

}
