package io.connpool.net;

import java.io.IOException;
import java.util.function.Predicate;

import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.net.codec.Codec;

/**
 * A class of its own because a pool validates with those factories that override
 * {@code validate}, and spends nothing on the others.
 */
final class PingingTcpConnectionFactory extends TcpConnectionFactory {

	private final byte[] request;

	private final Predicate<byte[]> reply;

	PingingTcpConnectionFactory(TcpAddress address, Codec codec, SocketSettings socket, byte[] request,
			Predicate<byte[]> reply) {
		super(address, codec, socket);
		this.request = request;
		this.reply = reply;
	}

	/**
	 * A quiet connection may still lead into a black hole: that is what the ping is for.
	 */
	@Override
	public Liveness check(FramedConnection connection) {
		return connection.isQuiet() ? Liveness.UNKNOWN : Liveness.DEAD;
	}

	@Override
	public boolean validate(FramedConnection connection, Deadline deadline) throws IOException {
		return this.reply.test(connection.exchange(this.request, deadline.remaining()));
	}

}
