package io.connpool.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Locale;

import io.connpool.net.codec.FrameException;
import org.jspecify.annotations.Nullable;

/**
 * A wire with its guard and its buffers: calls with a deadline, one at a time, and words
 * for what went wrong.
 */
final class TimedWire {

	/**
	 * For how long "nothing has arrived" is believed: from the check of an acquire to the
	 * first byte of a request that follows at once. Every longer pause, such as that of a
	 * waiter between delivery and waking up, is time for a stray reply to arrive, and is
	 * worth asking the system again.
	 */
	private static final long BELIEVED_NANOS = 20_000;

	private final Wire wire;

	private final WireGuard guard;

	private final String peer;

	private final WireInput in;

	private final WireOutput out;

	/** These three belong to the owner of the guard. */
	private WirePhase phase = WirePhase.CONNECT;

	private long limitNanos;

	private long receivedBefore;

	/**
	 * How much had been received when the system last had nothing else, and when that
	 * was; also of the owner. Of a new wire nothing is known.
	 */
	private long quietAt = -1;

	private long quietSince;

	TimedWire(Wire wire, WireGuard guard, String peer) {
		this.wire = wire;
		this.guard = guard;
		this.peer = peer;
		this.in = new WireInput(wire);
		this.out = new WireOutput(wire);
	}

	WireInput in() {
		return this.in;
	}

	WireOutput out() {
		return this.out;
	}

	String peer() {
		return this.peer;
	}

	/**
	 * Takes the wire for one call.
	 * @param phase what comes first
	 * @param nanos time for it; 0 times out before anything happens
	 * @throws IOException if there is no time, the thread is interrupted or the wire has
	 * ended; it is not taken then, and as good as before
	 */
	void enter(WirePhase phase, long nanos) throws IOException {
		if (!((nanos > 0) ? this.guard.arm(nanos) : this.guard.hold())) {
			throw new IllegalStateException(this.peer
					+ " – in use by another thread; a connection serves one call at a time: give each thread its own lease");
		}
		this.phase = phase;
		this.limitNanos = nanos;
		if (phase == WirePhase.WRITE) {
			this.out.restart();
		}
		this.receivedBefore = this.in.received();
		IOException obstacle = obstacle();
		if (obstacle != null) {
			this.guard.disarm(); // unless it is being cut already
			throw obstacle;
		}
	}

	private @Nullable IOException obstacle() {
		if (!this.wire.isOpen()) {
			return closed("is closed already", null);
		}
		if (Thread.currentThread().isInterrupted()) {
			return interrupted("before", null);
		}
		return (this.limitNanos > 0) ? null : timedOut(null);
	}

	/** Goes on to the next phase, within the same deadline. */
	void turn(WirePhase next) {
		this.phase = next;
	}

	/** Goes on to the next phase, with a deadline of its own. */
	void turn(WirePhase next, long nanos) throws IOException {
		this.phase = next;
		if (!this.guard.rearm(nanos)) {
			throw timedOut(null);
		}
		this.limitNanos = nanos;
	}

	/** Gives the wire back. */
	void leave() throws IOException {
		if (!this.guard.disarm()) {
			throw timedOut(null);
		}
	}

	/**
	 * Gives the wire back if the present call has not touched it, as if it had never been
	 * made.
	 * @param undo what has to be undone while nobody else can have the wire
	 * @return false if it has, or ran out of time
	 */
	boolean takeBack(Runnable undo) {
		boolean untouched = this.phase == WirePhase.WRITE && this.out.written() == 0 && this.out.failure() == null;
		if (!untouched || !this.guard.stopClock()) {
			return false;
		}
		undo.run();
		this.guard.free();
		return true;
	}

	/**
	 * Puts a failure of the present call in words that say who, what, how far and how
	 * long.
	 * @param failure what the streams or the codec threw
	 * @return what to throw
	 */
	IOException explain(IOException failure) {
		if (failure instanceof FrameException frame && !frame.isOutgoing()) {
			return frame.from(this.peer);
		}
		boolean wireFailed = failure == this.in.failure() || failure == this.out.failure();
		boolean ended = failure instanceof EOFException && this.in.isAtEnd();
		if (failure instanceof WireFailure || !(wireFailed || ended)) {
			return failure;
		}
		return explain(failure, ended);
	}

	private IOException explain(IOException failure, boolean ended) {
		if (this.guard.isExpired()) {
			return timedOut(failure);
		}
		if (this.wire.isEndedHere()) {
			return closed("was closed or aborted by this side", failure);
		}
		if (failure instanceof ClosedByInterruptException
				|| failure instanceof ClosedChannelException && Thread.currentThread().isInterrupted()) {
			return interrupted("during", failure);
		}
		return ended ? closed("was closed by the peer", failure) : closed("was lost: " + failure.getMessage(), failure);
	}

	/**
	 * Looks for bytes and for an end of the wire, without waiting and without writing.
	 * @return true if it is open, nobody uses it and nothing has arrived
	 */
	boolean isQuiet() {
		if (!this.guard.hold()) {
			return false;
		}
		try {
			return this.in.available() == 0 && poll();
		}
		catch (IOException ex) {
			return false;
		}
		finally {
			this.guard.free();
		}
	}

	/**
	 * Makes sure, for the owner, that nothing has arrived before its request leaves. Asks
	 * the system unless it was asked a moment ago and nothing was received since.
	 * @return why the wire must not be used, null if it may
	 */
	@Nullable IOException leftover() {
		try {
			if (this.in.available() == 0 && (isKnownToBeQuiet() || poll())) {
				return null;
			}
		}
		catch (IOException ex) {
			return explain(ex, false);
		}
		return (this.in.available() > 0)
				? closed("carries bytes nobody asked for; closed, lest they pass for the reply", null)
				: closed("was closed by the peer", null);
	}

	private boolean isKnownToBeQuiet() {
		return this.in.received() == this.quietAt && this.guard.now() - this.quietSince < BELIEVED_NANOS;
	}

	private boolean poll() throws IOException {
		long now = this.guard.now();
		boolean quiet = this.in.poll() && this.in.available() == 0;
		if (quiet) {
			this.quietAt = this.in.received();
			this.quietSince = now;
		}
		return quiet;
	}

	/** Whether it is open, nobody uses it and nothing is buffered; touches no socket. */
	boolean isAtRest() {
		return this.guard.isFree() && this.wire.isOpen() && this.in.available() == 0;
	}

	boolean isOpen() {
		return this.wire.isOpen();
	}

	boolean isFree() {
		return this.guard.isFree();
	}

	void close() throws IOException {
		try {
			this.wire.close();
		}
		finally {
			this.guard.unwatch();
		}
	}

	void cut() {
		this.wire.cut();
		this.guard.unwatch();
	}

	private IOException timedOut(@Nullable IOException cause) {
		Duration limit = Duration.ofNanos(this.limitNanos);
		String what = (this.phase == WirePhase.WRITE) ? "request not taken" : "no complete reply";
		String advice = (this.phase == WirePhase.WRITE) ? "the peer does not read" : "the peer is slow or gone";
		WireTimeoutException timeout = new WireTimeoutException(
				this.peer + " – " + what + " within " + limit.toMillis() + " ms (" + progress() + "); " + advice,
				this.phase, this.peer, this.out.written(), limit);
		return because(timeout, cause);
	}

	private IOException interrupted(String when, @Nullable IOException cause) {
		return because(
				new WireInterruptedException(
						this.peer + " – interrupted " + when + " "
								+ ((this.phase == WirePhase.WRITE) ? "writing" : "reading") + " (" + progress() + ")",
						this.phase, this.peer, this.out.written()),
				cause);
	}

	/**
	 * Says that the wire is of no use any more.
	 * @param how what happened to it, as the end of "the connection …"
	 * @param cause why, if known
	 * @return what to throw
	 */
	IOException closed(String how, @Nullable Throwable cause) {
		return because(new ConnectionClosedException(this.peer + " – the connection " + how + " (" + progress() + ")",
				this.phase, this.peer, this.out.written()), cause);
	}

	private String progress() {
		return this.phase.name().toLowerCase(Locale.ROOT) + ": " + this.out.written()
				+ " bytes of the request written, " + (this.in.received() - this.receivedBefore)
				+ " bytes of the reply received";
	}

	private static <X extends IOException> X because(X failure, @Nullable Throwable cause) {
		if (cause != null) {
			failure.initCause(cause);
		}
		return failure;
	}

}
