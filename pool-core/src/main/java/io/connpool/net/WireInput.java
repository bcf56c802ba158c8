package io.connpool.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** What a codec reads from: a wire with a buffer. Used by the owner of the wire only. */
final class WireInput extends InputStream {

	/** One read takes a reply of ordinary size, frame and all. */
	private static final int CAPACITY = 16 * 1024;

	private final Wire wire;

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	private long received;

	private boolean atEnd;

	private @Nullable IOException failure;

	WireInput(Wire wire) {
		this.wire = wire;
	}

	@Override
	public int read() throws IOException {
		return (this.buffer.hasRemaining() || fill()) ? this.buffer.get() & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (!this.buffer.hasRemaining() && !fill()) {
			return -1;
		}
		int size = Math.min(length, this.buffer.remaining());
		this.buffer.get(target, offset, size);
		return size;
	}

	@Override
	public int available() {
		return this.buffer.remaining();
	}

	/**
	 * Reads without waiting what is there, where nothing should be; it stays available.
	 * @return false at the end of the stream
	 * @throws IOException if the wire is known to be broken
	 */
	boolean poll() throws IOException {
		return take(false);
	}

	private boolean fill() throws IOException {
		try {
			return take(true);
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
	}

	private boolean take(boolean waiting) throws IOException {
		if (this.buffer.capacity() == 0) {
			this.buffer = ByteBuffer.allocateDirect(CAPACITY);
		}
		this.buffer.clear();
		try {
			int size = waiting ? this.wire.read(this.buffer) : this.wire.poll(this.buffer);
			this.atEnd = size < 0;
		}
		finally {
			this.received += this.buffer.position();
			this.buffer.flip();
		}
		return !this.atEnd;
	}

	/** Bytes received in the life of the wire. */
	long received() {
		return this.received;
	}

	/** Whether the last read found the end of the stream. */
	boolean isAtEnd() {
		return this.atEnd;
	}

	/** What the wire failed with when it was last read from. */
	@Nullable IOException failure() {
		return this.failure;
	}

}
