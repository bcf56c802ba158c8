package io.connpool.net.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;

/** Bytes for the tests of codecs. */
final class Bytes {

	private Bytes() {
	}

	static byte[] of(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	static byte[] of(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	static byte[] encode(Codec codec, byte[] message) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		codec.encode(message, out);
		return out.toByteArray();
	}

	static byte[] decode(Codec codec, byte[] bytes) throws IOException {
		return codec.decode(new ByteArrayInputStream(bytes));
	}

	/**
	 * A stream whose first read ends after {@code split} bytes, as a network may have it.
	 */
	static InputStream split(byte[] bytes, int split) {
		return new ByteArrayInputStream(bytes) {

			@Override
			public synchronized int read(byte[] target, int offset, int length) {
				int most = (this.pos < split) ? split - this.pos : length;
				return super.read(target, offset, Math.min(length, most));
			}

		};
	}

	/** Memory that the present thread allocates while it does something. */
	static long allocatedBy(Runnable action) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		action.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

}
