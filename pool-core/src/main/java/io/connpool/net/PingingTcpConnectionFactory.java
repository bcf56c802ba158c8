package io.connpool.net;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.net.codec.Codec;

/**
 * A class of its own because a pool validates with those factories that override
 * {@code validate}, and spends nothing on the others.
 */
final class PingingTcpConnectionFactory extends TcpConnectionFactory {

	private final EchoPing ping;

	/**
	 * Counted, so that none comes twice; from anywhere, so that it is not the same after
	 * every start.
	 */
	private final AtomicLong nonces = new AtomicLong(ThreadLocalRandom.current().nextLong());

	PingingTcpConnectionFactory(TcpAddress address, Codec codec, SocketSettings socket, EchoPing ping) {
		super(address, codec, socket);
		this.ping = ping;
	}

	/**
	 * A quiet connection may still lead into a black hole: that is what the ping is for.
	 */
	@Override
	public Liveness check(FramedConnection connection) {
		return connection.isQuiet() ? Liveness.UNKNOWN : Liveness.DEAD;
	}

	/**
	 * Asks, and wants nothing but the answer: whatever else comes with it, or has come,
	 * is a reply that somebody did not wait for.
	 */
	@Override
	public boolean validate(FramedConnection connection, Deadline deadline) throws IOException {
		long nonce = this.nonces.getAndIncrement();
		byte[] reply = connection.exchange(this.ping.request(nonce), deadline.remaining());
		return this.ping.isAnsweredBy(reply, nonce) && connection.isQuiet();
	}

}
