package io.connpool.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;

import io.connpool.Deadline;
import io.connpool.net.codec.Codec;

/**
 * A connection that carries messages: a request goes out as one frame, the reply comes
 * back as one.
 *
 * <p>
 * It keeps a ledger of exchanges, and the ledger is what makes it safe to share in a
 * pool: an exchange that was interrupted, timed out, failed or broke off anywhere between
 * the first byte of the request and the last byte of the reply is never ended, so the
 * connection is never again {@linkplain #isClean() clean}, and its late reply is never
 * taken for somebody else's. Its wire is closed on the spot; the failure says how far it
 * got, as a {@link WireFailure} and by {@link #requestBytesWritten()}.
 *
 * <p>
 * A request is written only if nothing is left over, such as a second answer to the one
 * before: otherwise the connection is closed with nothing written. The system is asked,
 * without waiting, unless the pool has asked it in the last 20 µs. Bytes that arrive
 * later still pass for the reply: only ids in the messages tell.
 *
 * <p>
 * <b>Threads:</b> one at a time; a second one is turned away with an
 * {@link IllegalStateException} before it touches anything. {@link #abort} and
 * {@link #close} may be called from any thread and end an exchange under way. Virtual
 * threads park without pinning. <b>Interruption</b> ends the exchange with a
 * {@link WireInterruptedException} and closes the connection; an interrupt that came
 * before the exchange began leaves it untouched. A thread that goes on with a connection
 * it has given back can mix up the replies to what others {@link #send}, never that to an
 * {@link #exchange}.
 */
public final class FramedConnection implements AutoCloseable {

	private final TimedWire wire;

	private final SocketAddress remote;

	private final Codec codec;

	private final long writeNanos;

	private final long readNanos;

	private final ExchangeLedger ledger = new ExchangeLedger();

	FramedConnection(TimedWire wire, SocketAddress remote, Codec codec, SocketSettings settings) {
		this.wire = wire;
		this.remote = remote;
		this.codec = codec;
		this.writeNanos = Deadline.saturatedNanos(settings.writeTimeout());
		this.readNanos = Deadline.saturatedNanos(settings.readTimeout());
	}

	/**
	 * Sends a request and waits for its reply, within the write and then the read timeout
	 * of the {@link SocketSettings}.
	 * @param request the message; not changed and not kept
	 * @return the reply, a new array
	 * @throws IllegalStateException if another thread uses the connection, or a message
	 * {@linkplain #send sent} before was not answered yet
	 * @throws io.connpool.net.codec.FrameException if the request cannot be framed, which
	 * leaves the connection as it was, or what arrives is no frame, which ends it
	 * @throws WireTimeoutException if the request was not taken, or the reply not
	 * complete, in time
	 * @throws ConnectionClosedException if the connection ended, now or earlier
	 * @throws WireInterruptedException if the thread is interrupted
	 * @throws IOException what else the codec throws
	 */
	public byte[] exchange(byte[] request) throws IOException {
		Objects.requireNonNull(request, "request");
		enterExchange(this.writeNanos);
		try {
			write(request);
			this.wire.turn(WirePhase.READ, this.readNanos);
			return read();
		}
		catch (IOException | RuntimeException | Error ex) {
			throw failed(ex);
		}
	}

	/**
	 * Sends a request and waits for its reply, within one limit for both.
	 * @param request the message; not changed and not kept
	 * @param timeout total time; {@link Duration#ZERO} times out before anything is
	 * written, negative is rejected
	 * @return the reply, a new array
	 * @throws IOException as {@link #exchange(byte[])}
	 */
	public byte[] exchange(byte[] request, Duration timeout) throws IOException {
		Objects.requireNonNull(request, "request");
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout = " + timeout + ", allowed: zero or more");
		}
		enterExchange(Deadline.saturatedNanos(timeout));
		try {
			write(request);
			this.wire.turn(WirePhase.READ);
			return read();
		}
		catch (IOException | RuntimeException | Error ex) {
			throw failed(ex);
		}
	}

	/**
	 * Sends a message, within the write timeout; the first half of an exchange that
	 * {@link #receive} ends. Several may be sent before the first is answered.
	 *
	 * <p>
	 * Until as many messages were received as were sent, the connection is not clean: a
	 * pool closes one that comes back with a message unanswered.
	 * @param message the message; not changed and not kept
	 * @throws IOException as {@link #exchange(byte[])}
	 */
	public void send(byte[] message) throws IOException {
		Objects.requireNonNull(message, "message");
		enter(WirePhase.WRITE, this.writeNanos);
		begin();
		try {
			write(message);
			this.wire.leave();
		}
		catch (IOException | RuntimeException | Error ex) {
			throw failed(ex);
		}
	}

	/**
	 * Waits for a message, within the read timeout. It ends the oldest exchange begun by
	 * {@link #send}; if there is none, it is an exchange of its own, such as a greeting.
	 * @return the message, a new array
	 * @throws IOException as {@link #exchange(byte[])}
	 */
	public byte[] receive() throws IOException {
		enter(WirePhase.READ, this.readNanos);
		if (this.ledger.isBalanced()) {
			this.ledger.begin();
		}
		try {
			return read();
		}
		catch (IOException | RuntimeException | Error ex) {
			throw failed(ex);
		}
	}

	private void enterExchange(long nanos) throws IOException {
		enter(WirePhase.WRITE, nanos);
		if (!this.ledger.isBalanced()) {
			this.wire.leave();
			throw new IllegalStateException(
					this.wire.peer() + " – a message sent before was not answered yet; call receive() first");
		}
		begin();
	}

	private void begin() throws IOException {
		boolean first = this.ledger.isBalanced();
		this.ledger.begin();
		IOException leftover = first ? this.wire.leftover() : null;
		if (leftover != null) {
			end(leftover);
			throw leftover;
		}
	}

	private void enter(WirePhase phase, long nanos) throws IOException {
		Throwable earlier = this.ledger.failure();
		if (earlier != null) {
			throw (IOException) new ConnectionClosedException(
					this.wire.peer() + " – the connection failed before and cannot be used again: open another", phase,
					this.wire.peer(), 0)
				.initCause(earlier);
		}
		this.wire.enter(phase, nanos);
	}

	private void write(byte[] message) throws IOException {
		this.codec.encode(message, this.wire.out());
		this.wire.out().flush();
	}

	private byte[] read() throws IOException {
		byte[] message = this.codec.decode(this.wire.in());
		this.wire.leave();
		this.ledger.end();
		return message;
	}

	/** Ends the connection unless nothing of the request has left it; what to throw. */
	private IOException failed(Throwable failure) {
		if (!this.wire.takeBack(this.ledger::cancel)) {
			failure = (failure instanceof IOException io) ? this.wire.explain(io) : failure;
			end(failure);
		}
		if (failure instanceof IOException io) {
			return io;
		}
		if (failure instanceof RuntimeException runtime) {
			throw runtime;
		}
		throw (Error) failure;
	}

	private void end(Throwable cause) {
		this.ledger.fail(cause);
		this.wire.cut();
	}

	/**
	 * Returns whom the connection talks to.
	 * @return the address that it connected to, which stays the same when it is closed
	 */
	public SocketAddress remoteAddress() {
		return this.remote;
	}

	/**
	 * Returns how many exchanges have begun.
	 * @return messages sent, and messages received that answered none
	 */
	public long exchangesBegun() {
		return this.ledger.begun();
	}

	/**
	 * Returns how many exchanges have ended.
	 * @return messages received completely and in time
	 */
	public long exchangesEnded() {
		return this.ledger.ended();
	}

	/**
	 * Returns how much of the latest request, with its frame, the system has taken. Zero
	 * after a failure proves that the peer has seen nothing of it, so that it may be sent
	 * again over another connection; any other number leaves open whether the peer acted
	 * on it.
	 * @return bytes, 0 or more
	 */
	public long requestBytesWritten() {
		return this.wire.out().written();
	}

	/**
	 * Returns whether nothing is under way: every exchange that began has ended, and no
	 * thread is in a call. Asks no socket.
	 * @return true if nothing is under way
	 */
	public boolean isIdle() {
		return this.ledger.begun() == this.ledger.ended() && this.wire.isFree();
	}

	/**
	 * Returns whether the connection may serve somebody else, as far as it knows itself:
	 * open, idle, never failed, and no byte received beyond the last reply. Asks no
	 * socket; what only the system knows, {@link TcpConnectionFactory#check} tells.
	 * @return false if it has to be closed
	 */
	public boolean isClean() {
		return this.ledger.isBalanced() && this.wire.isAtRest();
	}

	/** Clean, and the system has neither an end of the connection nor bytes for it. */
	boolean isQuiet() {
		return this.ledger.isBalanced() && this.wire.isQuiet();
	}

	/**
	 * Closes the connection once the system has sent what was written to it; does not
	 * wait for that. An exchange under way fails with {@link ConnectionClosedException}.
	 * Closing again does nothing.
	 * @throws IOException if the system reports a failure; it is closed all the same
	 */
	@Override
	public void close() throws IOException {
		this.wire.close();
	}

	/**
	 * Closes the connection at once, dropping what the system has not sent yet; the peer
	 * sees a reset. An exchange under way fails with {@link ConnectionClosedException}.
	 * Does not block and throws nothing.
	 */
	public void abort() {
		this.wire.cut();
	}

	@Override
	public String toString() {
		return this.wire.peer() + " (" + this.ledger.ended() + " of " + this.ledger.begun() + " exchanges ended"
				+ (this.wire.isOpen() ? "" : ", closed") + ")";
	}

}
