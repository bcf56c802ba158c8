package io.connpool.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.net.codec.Codec;
import org.jspecify.annotations.Nullable;

/**
 * Frames as {@link ScriptedPeer#CODEC} makes them; the next one written or read stops at
 * the byte of a {@link Halt}, after what is before it has left, or before what is after
 * it is asked for.
 */
final class HaltingCodec implements Codec {

	private final AtomicReference<@Nullable Halt> next = new AtomicReference<>();

	void next(Halt halt) {
		this.next.set(halt);
	}

	@Override
	public void encode(byte[] message, OutputStream out) throws IOException {
		byte[] frame = frame(message);
		Halt halt = take(Halt.Side.REQUEST);
		if (halt == null) {
			out.write(frame);
			return;
		}
		out.write(frame, 0, halt.at());
		if (halt.at() > 0) {
			out.flush();
		}
		halt.reached(halt.at() == frame.length);
		out.write(frame, halt.at(), frame.length - halt.at());
	}

	@Override
	public byte[] decode(InputStream in) throws IOException {
		Halt halt = take(Halt.Side.REPLY);
		if (halt == null) {
			return ScriptedPeer.CODEC.decode(in);
		}
		Halting halting = new Halting(in, halt);
		byte[] message = ScriptedPeer.CODEC.decode(halting);
		if (halting.left == 0) {
			halt.reached(true);
		}
		return message;
	}

	private @Nullable Halt take(Halt.Side side) {
		Halt halt = this.next.get();
		if (halt == null || !halt.isOf(side)) {
			return null;
		}
		this.next.set(null);
		return halt;
	}

	static byte[] frame(byte[] message) throws IOException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		ScriptedPeer.CODEC.encode(message, frame);
		return frame.toByteArray();
	}

	/** Stops before it asks for the byte after the last one that may be read. */
	private static final class Halting extends InputStream {

		private static final int PASSED = -1;

		private final InputStream in;

		private final Halt halt;

		private int left;

		Halting(InputStream in, Halt halt) {
			this.in = in;
			this.halt = halt;
			this.left = halt.at();
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			if (length == 0) {
				return 0;
			}
			if (this.left == 0) {
				this.left = PASSED;
				this.halt.reached(false);
			}
			if (this.left == PASSED) {
				return this.in.read(target, offset, length);
			}
			int size = this.in.read(target, offset, Math.min(length, this.left));
			this.left -= Math.max(0, size);
			return size;
		}

	}

}
