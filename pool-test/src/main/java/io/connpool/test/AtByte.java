package io.connpool.test;

import java.nio.ByteBuffer;

/**
 * An effect that passes on a number of bytes and then does something.
 */
abstract class AtByte extends Effect {

	private long left;

	AtByte(long position) {
		this.left = position;
	}

	/** Is called once, after the bytes up to the position were passed on. */
	void reached() {
	}

	/** Takes bytes that follow the position; at least one. */
	abstract void beyond(ByteBuffer bytes);

	@Override
	final void begin() {
		if (this.left == 0) {
			reached();
		}
	}

	@Override
	public final void bytes(ByteBuffer bytes) {
		if (this.left > 0) {
			ByteBuffer before = take(bytes, this.left);
			this.left -= before.remaining();
			next().bytes(before);
			if (this.left == 0) {
				reached();
			}
		}
		if (bytes.hasRemaining()) {
			beyond(bytes);
		}
	}

	final boolean isBeyond() {
		return this.left == 0;
	}

	/** Swallows bytes. */
	final void swallow(ByteBuffer bytes) {
		bytes.position(bytes.limit());
		altered();
	}

	/** Takes off the first bytes, as many as there are up to the given number. */
	static ByteBuffer take(ByteBuffer bytes, long most) {
		int size = (int) Math.min(most, bytes.remaining());
		ByteBuffer head = bytes.slice(bytes.position(), size);
		bytes.position(bytes.position() + size);
		return head;
	}

}
