package io.connpool.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.connpool.test.Outlet.Stop;

import org.jspecify.annotations.Nullable;

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

	private final Queue<ProxyPiece> pieces = new ArrayDeque<>();

	private final EffectChain effects = new EffectChain(new Tail());

	private int queued;

	private long passed;

	private boolean ended;

	private boolean finished;

	/** Whether an end is on its way, after which nothing can follow. */
	private boolean ending;

	private boolean stuck;

	private boolean lost;

	private @Nullable Stop stop;

	/** Whether the source has broken off, which its target is still to learn. */
	private boolean broken;

	private long breaksAt;

	/** Whether the target has broken off, so that nothing reaches it any more. */
	private boolean deaf;

	ProxyFlow(ProxyLoop loop, SocketChannel source, SocketChannel target) {
		this.loop = loop;
		this.source = source;
		this.target = target;
	}

	/** What faults do to this direction. */
	EffectChain effects() {
		return this.effects;
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
			if (this.loop.desk().isMuted()) {
				this.lost = true;
			}
			else if (this.ended) {
				this.effects.input().end();
			}
			else {
				this.effects.input().bytes(scratch.flip());
			}
		}
	}

	/** Sends bytes that nobody sent, after those that were read. */
	void stray(byte[] bytes) {
		this.lost = true;
		if (bytes.length > 0) { // else it would be the end
			add(ByteBuffer.wrap(bytes.clone()), null, System.nanoTime());
		}
	}

	/**
	 * Passes on what is due.
	 * @param now the present instant
	 * @return nanoseconds until more is due, {@link Long#MAX_VALUE} if nothing waits for
	 * time
	 */
	long forward(long now) throws IOException {
		long wait = pass(now);
		if (!this.broken) {
			return wait;
		}
		if (this.breaksAt - now > 0) {
			return Math.min(wait, this.breaksAt - now);
		}
		this.stop = Stop.CUT;
		return Long.MAX_VALUE;
	}

	private long pass(long now) throws IOException {
		this.stuck = false;
		for (ProxyPiece next = this.pieces.peek(); next != null; next = this.pieces.peek()) {
			if (next.stop() == null && !this.target.isConnected()) {
				return Long.MAX_VALUE;
			}
			long wait = Math.max(next.due() - now, next.isEmpty() ? 0 : this.effects.waitNanos(now));
			if (wait > 0) {
				return wait;
			}
			if (!next.isEmpty()) {
				int most = Math.min(this.effects.most(), next.bytes().remaining());
				int size = write(next.bytes(), most, now);
				if (size < most) {
					this.stuck = true;
					return Long.MAX_VALUE;
				}
				if (next.bytes().hasRemaining()) {
					continue;
				}
			}
			this.pieces.remove();
			this.queued -= next.bytes().capacity();
			if (next.isEmpty() && end(next)) {
				return Long.MAX_VALUE;
			}
		}
		return Long.MAX_VALUE;
	}

	private int write(ByteBuffer bytes, int most, long now) throws IOException {
		int limit = bytes.limit();
		int size = this.target.write(bytes.limit(bytes.position() + most));
		bytes.limit(limit);
		this.passed += size;
		if (size > 0) {
			this.effects.passed(size, now);
		}
		return size;
	}

	/** Returns whether the whole connection is to end. */
	private boolean end(ProxyPiece last) throws IOException {
		this.stop = last.stop();
		if (this.stop == null && !this.finished) {
			this.target.shutdownOutput();
			this.finished = true;
		}
		return this.stop != null;
	}

	/**
	 * Notes that the source has broken off. The target learns it when bytes would arrive
	 * that are sent now, and not before those that are under way; but it learns it though
	 * it takes no bytes.
	 */
	void breakOff() {
		if (this.broken) {
			return;
		}
		this.broken = true;
		this.ended = true;
		this.breaksAt = due();
		for (ProxyPiece piece : this.pieces) {
			if (!piece.isEmpty() && piece.due() - this.breaksAt > 0) {
				this.breaksAt = piece.due();
			}
		}
	}

	/** Notes that the target has broken off: what is sent to it is read and forgotten. */
	void deafen() {
		this.deaf = true;
		this.stuck = false;
		this.pieces.clear();
		this.queued = 0;
	}

	/** Makes everything due but what a fault was to do. */
	void hurry() {
		long now = System.nanoTime();
		this.pieces.removeIf((piece) -> piece.stop() != null);
		List<ProxyPiece> due = this.pieces.stream().map((piece) -> piece.due(now)).toList();
		this.pieces.clear();
		this.pieces.addAll(due);
		this.ending = this.finished || due.stream().anyMatch(ProxyPiece::isEmpty);
		this.breaksAt = now;
	}

	void drop() {
		this.lost |= !this.pieces.isEmpty();
		this.pieces.clear();
		this.queued = 0;
	}

	/** Takes and forgets what has arrived, so that closing is no reset. */
	void drain() throws IOException {
		for (int i = 0; i < ROOM / CHUNK && this.source.read(this.loop.scratch()) > 0; i++) {
			this.lost = true;
		}
	}

	boolean hasRoom() {
		return !this.ended && this.queued < ROOM && !this.effects.isBlackhole();
	}

	/** Bytes that the target has taken. */
	long passed() {
		return this.passed;
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

	/** How the whole connection is to end now; null if it goes on. */
	@Nullable Stop stop() {
		return this.stop;
	}

	boolean hasLost() {
		return this.lost;
	}

	private void add(ByteBuffer bytes, @Nullable Stop stop, long due) {
		if (stop == null && (this.ending || this.deaf)) {
			this.lost |= !this.deaf;
			return;
		}
		this.ending |= bytes.capacity() == 0;
		this.pieces.add(new ProxyPiece(bytes, stop, due));
		this.queued += bytes.capacity();
	}

	/** When what is read now is to arrive. */
	private long due() {
		return System.nanoTime() + this.loop.desk().delayNanos() + this.effects.delayNanos();
	}

	/** What comes out of the chain of effects is queued. */
	private final class Tail implements Outlet {

		@Override
		public void bytes(ByteBuffer bytes) {
			ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
			if (copy.hasRemaining()) {
				add(copy, null, due());
			}
		}

		@Override
		public void end() {
			add(ByteBuffer.allocate(0), null, due() + ProxyFlow.this.effects.endDelayNanos());
		}

		@Override
		public void stop(Stop how) {
			add(ByteBuffer.allocate(0), how, due());
		}

		@Override
		public void altered() {
			ProxyFlow.this.lost = true;
		}

	}

}
