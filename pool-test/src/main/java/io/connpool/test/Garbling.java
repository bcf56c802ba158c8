package io.connpool.test;

import java.nio.ByteBuffer;

/**
 * Changes one stretch of the bytes, and passes on the rest as it is.
 */
final class Garbling extends AtByte {

	private final Kind kind;

	/** Bytes of the stretch that are still to come. */
	private int stretch;

	/** Bytes that must pass before what is kept may follow. */
	private int overtaking;

	private final ByteBuffer kept;

	private Garbling(Kind kind, long position, int stretch, int overtaking, ByteBuffer kept) {
		super(position);
		this.kind = kind;
		this.stretch = stretch;
		this.overtaking = overtaking;
		this.kept = kept;
	}

	static Garbling truncate(long position, int count) {
		return new Garbling(Kind.LOSE, position, count, 0, ByteBuffer.allocate(0));
	}

	static Garbling corrupt(long position, int count) {
		return new Garbling(Kind.INVERT, position, count, 0, ByteBuffer.allocate(0));
	}

	static Garbling duplicate(long position, int count) {
		return new Garbling(Kind.REPEAT, position, count, 0, ByteBuffer.allocate(count));
	}

	static Garbling reorder(long position, int first, int second) {
		return new Garbling(Kind.KEEP, position, first, second, ByteBuffer.allocate(first));
	}

	static Garbling stray(long position, byte[] bytes) {
		ByteBuffer kept = ByteBuffer.allocate(bytes.length).put(bytes);
		return new Garbling(Kind.KEEP, position, 0, 0, kept);
	}

	@Override
	void reached() {
		emitIfDue();
	}

	@Override
	void beyond(ByteBuffer bytes) {
		if (this.stretch > 0) {
			ByteBuffer part = take(bytes, this.stretch);
			this.stretch -= part.remaining();
			garble(part);
		}
		else if (this.overtaking > 0) {
			ByteBuffer part = take(bytes, this.overtaking);
			this.overtaking -= part.remaining();
			next().bytes(part);
		}
		else {
			next().bytes(bytes);
			return;
		}
		emitIfDue();
		if (bytes.hasRemaining()) {
			beyond(bytes);
		}
	}

	private void garble(ByteBuffer part) {
		altered();
		switch (this.kind) {
			case LOSE -> swallow(part);
			case INVERT -> next().bytes(inverted(part));
			case REPEAT -> {
				this.kept.put(part.duplicate());
				next().bytes(part);
			}
			case KEEP -> this.kept.put(part);
		}
	}

	private static ByteBuffer inverted(ByteBuffer part) {
		ByteBuffer inverted = ByteBuffer.allocate(part.remaining());
		while (part.hasRemaining()) {
			inverted.put((byte) ~part.get());
		}
		return inverted.flip();
	}

	private void emitIfDue() {
		if (this.stretch == 0 && this.overtaking == 0) {
			emit();
		}
	}

	private void emit() {
		if (this.kept.position() > 0) {
			altered();
			next().bytes(this.kept.flip());
			this.kept.clear();
			this.kept.limit(0);
		}
	}

	/** Passes on what was to be overtaken by bytes that never came. */
	@Override
	void release() {
		if (this.kind == Kind.KEEP && isBeyond()) {
			emit();
		}
	}

	@Override
	public void end() {
		release();
		next().end();
	}

	private enum Kind {

		LOSE, INVERT, REPEAT, KEEP

	}

}
