package io.connpool.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * One direction of a link: what was read and is not yet due, or not yet taken. Used by
 * the loop's thread only.
 */
final class ProxyFlow {

	/** Most bytes taken in one read. */
	static final int CHUNK = 16 * 1024;

	/** Reads before others get their turn. */
	private static final int READS = 8;

	/** Most bytes kept before reading stops. */
	private static final int ROOM = 1 << 20;

	private final ProxyLoop loop;

	private final SocketChannel source;

	private final SocketChannel target;

	private final Queue<Piece> pieces = new ArrayDeque<>();

	private int queued;

	private boolean ended;

	private boolean finished;

	private boolean stuck;

	private boolean lost;

	ProxyFlow(ProxyLoop loop, SocketChannel source, SocketChannel target) {
		this.loop = loop;
		this.source = source;
		this.target = target;
	}

	/** Takes what has arrived. */
	void fill() throws IOException {
		for (int i = 0; i < READS && hasRoom(); i++) {
			ByteBuffer scratch = this.loop.scratch();
			int size = this.source.read(scratch);
			if (size == 0) {
				return;
			}
			this.ended = size < 0;
			if (this.loop.isMuted()) {
				this.lost = true;
			}
			else {
				long due = System.nanoTime() + this.loop.delayNanos();
				ByteBuffer bytes = ByteBuffer.allocate(Math.max(0, size));
				this.pieces.add(new Piece(bytes.put(scratch.flip()).flip(), due));
				this.queued += bytes.capacity();
			}
		}
	}

	/**
	 * Passes on what is due; a piece without bytes is the end.
	 * @param now the present instant
	 * @return nanoseconds until more is due, {@link Long#MAX_VALUE} if nothing waits for
	 * time
	 */
	long forward(long now) throws IOException {
		this.stuck = false;
		for (Piece next = this.pieces.peek(); next != null; next = this.pieces.peek()) {
			if (next.due() - now > 0) {
				return next.due() - now;
			}
			if (next.bytes().capacity() == 0) {
				this.target.shutdownOutput();
				this.finished = true;
			}
			else {
				this.target.write(next.bytes());
			}
			if (next.bytes().hasRemaining()) {
				this.stuck = true;
				return Long.MAX_VALUE;
			}
			this.pieces.remove();
			this.queued -= next.bytes().capacity();
		}
		return Long.MAX_VALUE;
	}

	void hurry() {
		long now = System.nanoTime();
		List<Piece> due = this.pieces.stream().map((piece) -> new Piece(piece.bytes(), now)).toList();
		this.pieces.clear();
		this.pieces.addAll(due);
	}

	void drop() {
		this.lost |= !this.pieces.isEmpty();
		this.pieces.clear();
		this.queued = 0;
	}

	boolean hasRoom() {
		return !this.ended && this.queued < ROOM;
	}

	/** Whether the source has ended. */
	boolean isEnded() {
		return this.ended;
	}

	/** Whether the target was told of the end. */
	boolean isFinished() {
		return this.finished;
	}

	/** Whether the target must take more first. */
	boolean isStuck() {
		return this.stuck;
	}

	boolean hasLost() {
		return this.lost;
	}

	private record Piece(ByteBuffer bytes, long due) {
	}

}
