package io.connpool.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a codec writes to: collects a frame and hands it to the wire in as few pieces as
 * the buffer allows, one for a request of ordinary size. Used by the owner of the wire
 * only.
 */
final class WireOutput extends OutputStream {

	private static final int CAPACITY = 16 * 1024;

	private final Wire wire;

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	/** Written by the owner, read by anybody. */
	private volatile long written;

	private @Nullable IOException failure;

	WireOutput(Wire wire) {
		this.wire = wire;
	}

	/** Begins a new frame; nothing of it is written. */
	void restart() {
		this.buffer.clear();
		this.written = 0;
	}

	@Override
	public void write(int value) throws IOException {
		ensureRoom();
		this.buffer.put((byte) value);
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, source.length);
		int from = offset;
		int left = length;
		while (left > 0) {
			ensureRoom();
			int size = Math.min(left, this.buffer.remaining());
			this.buffer.put(source, from, size);
			from += size;
			left -= size;
		}
	}

	@Override
	public void flush() throws IOException {
		this.buffer.flip();
		try {
			while (this.buffer.hasRemaining()) {
				this.wire.write(this.buffer);
			}
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
		finally {
			// not what write returned: an interrupt makes it throw after the bytes have
			// left
			this.written = this.written + this.buffer.position();
			this.buffer.clear();
		}
	}

	private void ensureRoom() throws IOException {
		if (this.buffer.hasRemaining()) {
			return;
		}
		if (this.buffer.capacity() == 0) {
			this.buffer = ByteBuffer.allocateDirect(CAPACITY);
		}
		else {
			flush();
		}
	}

	/** Bytes of the present frame that the system has taken. */
	long written() {
		return this.written;
	}

	/** What the wire failed with when it was last written to. */
	@Nullable IOException failure() {
		return this.failure;
	}

}
