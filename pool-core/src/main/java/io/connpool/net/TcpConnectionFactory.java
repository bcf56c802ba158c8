package io.connpool.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import java.util.function.Predicate;

import io.connpool.ConnectionFactory;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.FrameException;

/**
 * Opens {@link FramedConnection}s over TCP and looks after them.
 *
 * <pre class="code">
 * var factory = TcpConnectionFactory.of(URI.create("tcp://localhost:9009"),
 *         LengthPrefixedCodec.builder().build(), SocketSettings.defaults());
 * </pre>
 *
 * <p>
 * {@link #check} sees, without writing a byte, that the peer has closed or reset a
 * connection, that bytes nobody asked for have arrived and that an exchange was left
 * unfinished. What it cannot see is a peer that has silently gone; where the protocol has
 * a ping, {@link #validateWith} makes the pool use it.
 *
 * <p>
 * <b>Threads:</b> immutable, any number at once. While connections are open, one daemon
 * thread for all of them, {@code connpool-deadlines}, keeps their deadlines; it ends
 * within a second of the last.
 */
public sealed class TcpConnectionFactory implements ConnectionFactory<FramedConnection>
		permits PingingTcpConnectionFactory {

	private final TcpAddress address;

	private final Codec codec;

	private final SocketSettings socket;

	private final TcpDial dial;

	TcpConnectionFactory(TcpAddress address, Codec codec, SocketSettings socket) {
		this.address = address;
		this.codec = codec;
		this.socket = socket;
		this.dial = new TcpDial(address, codec, socket, InetAddress::getAllByName, DeadlineWatch.SHARED);
	}

	/**
	 * Creates a factory; connects to nothing yet.
	 * @param uri {@code tcp://host:port}; an IPv6 address goes in brackets
	 * @param codec tells the messages apart
	 * @param socket timeouts and options of the sockets
	 * @return the factory
	 * @throws IllegalArgumentException if the URI is anything else
	 */
	public static TcpConnectionFactory of(URI uri, Codec codec, SocketSettings socket) {
		Objects.requireNonNull(uri, "uri");
		Objects.requireNonNull(codec, "codec");
		Objects.requireNonNull(socket, "socket");
		return new TcpConnectionFactory(TcpAddress.of(uri), codec, socket);
	}

	/**
	 * Returns a factory like this one whose {@code validate} sends a request and looks at
	 * the reply.
	 *
	 * <p>
	 * It proves that the peer answers, and not that it answered this request: where the
	 * protocol can send a number back, prefer {@link #validateWith(EchoPing)}.
	 * @param request a request that changes nothing on the peer; not changed, must not be
	 * changed later
	 * @param reply tells whether the reply is that of a working peer
	 * @return the factory
	 */
	public TcpConnectionFactory validateWith(byte[] request, Predicate<byte[]> reply) {
		Objects.requireNonNull(request, "request");
		Objects.requireNonNull(reply, "reply");
		return validateWith(new EchoPing() {

			@Override
			public byte[] request(long nonce) {
				return request;
			}

			@Override
			public boolean isAnsweredBy(byte[] received, long nonce) {
				return reply.test(received);
			}

		});
	}

	/**
	 * Returns a factory like this one whose {@code validate} sends a number and requires
	 * its very echo, so that no reply to anything earlier passes for it.
	 * @param ping makes the request and knows its reply
	 * @return the factory
	 */
	public TcpConnectionFactory validateWith(EchoPing ping) {
		Objects.requireNonNull(ping, "ping");
		return new PingingTcpConnectionFactory(this.address, this.codec, this.socket, ping);
	}

	/**
	 * Resolves the host and connects to the first of its addresses that answers; each
	 * gets an equal share of the time left, and no more than the first 16 are tried. The
	 * name is resolved anew each time, and by the system, which takes its own time and
	 * cannot be interrupted.
	 * @throws WireTimeoutException if none answered before the deadline
	 * @throws WireInterruptedException if the thread is interrupted; nothing stays open
	 * @throws IOException naming every address tried and what it failed with
	 */
	@Override
	public FramedConnection open(OpenRequest request) throws IOException {
		return this.dial.open(request.deadline());
	}

	/**
	 * Tells, without waiting and without writing, whether the connection can be lent:
	 * reads once, and must find neither the end of the stream nor a byte.
	 * @return {@link Liveness#ALIVE}, or {@link Liveness#UNKNOWN} for a factory that
	 * {@linkplain #validateWith validates}; {@link Liveness#DEAD} if it has to be closed
	 */
	@Override
	public Liveness check(FramedConnection connection) {
		return connection.isQuiet() ? Liveness.ALIVE : Liveness.DEAD;
	}

	/**
	 * Tells whether a connection whose use failed may be lent again: only if every
	 * exchange has ended, nothing has arrived since, and the failure is not one of input
	 * or output, save a request that its codec refused before anything was written.
	 *
	 * <p>
	 * Never after an interruption, a cancellation, a timeout or an error, also as the
	 * cause of the failure: whoever gives up does not wait for what it has started on
	 * another thread, which may come to the connection later. A timeout is what the JDK
	 * and the pool throw as such, an {@link io.connpool.AcquireTimeoutException} of
	 * another pool too; what a library throws of its own is one if such a one is its
	 * cause. Nor if causes follow each other without an end.
	 */
	@Override
	public boolean isReusableAfter(FramedConnection connection, Throwable failure) {
		boolean harmless = !(failure instanceof IOException)
				|| failure instanceof FrameException refused && refused.isOutgoing();
		return harmless && !GivenUp.isToldBy(failure) && connection.isQuiet();
	}

	@Override
	public void close(FramedConnection connection) throws IOException {
		connection.close();
	}

	@Override
	public void abort(FramedConnection connection) {
		connection.abort();
	}

	@Override
	public String toString() {
		return this.address + " (" + this.codec + ")";
	}

}
