package io.connpool.test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Has reading stop after a number of bytes. What was read already is kept.
 */
final class Blackhole extends AtByte {

	private final List<ByteBuffer> kept = new ArrayList<>();

	private boolean ended;

	Blackhole(long position) {
		super(position);
	}

	@Override
	void beyond(ByteBuffer bytes) {
		this.kept.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
	}

	@Override
	public void end() {
		if (isBeyond()) {
			this.ended = true;
		}
		else {
			next().end();
		}
	}

	@Override
	void release() {
		this.kept.forEach(next()::bytes);
		if (this.ended) {
			next().end();
		}
	}

	@Override
	boolean isBlackhole() {
		return isBeyond();
	}

}
