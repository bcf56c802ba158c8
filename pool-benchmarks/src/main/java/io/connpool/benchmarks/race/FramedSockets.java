package io.connpool.benchmarks.race;

import java.io.IOException;
import java.net.URI;

import io.connpool.ConnectionPool;
import io.connpool.PoolListener;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;

/**
 * ConnPool with its own TCP connections: framed, with deadlines, a ledger of exchanges,
 * and the socket itself looked at before every lease and after.
 */
final class FramedSockets implements Exchanger {

	private static final int PREFIX_BYTES = 4;

	private static final byte[] MESSAGE = new byte[BYTES - PREFIX_BYTES];

	private final ConnectionPool<FramedConnection> pool;

	FramedSockets(int port, int size) {
		TcpConnectionFactory factory = TcpConnectionFactory.of(URI.create("tcp://127.0.0.1:" + port),
				LengthPrefixedCodec.builder().build(), SocketSettings.defaults());
		this.pool = ConnectionPools.builder(factory)
			.name("framed")
			.minIdle(size)
			.maxSize(size)
			.acquireTimeout(Pools.LONG_WAIT)
			.listener(new PoolListener() {
			})
			.build();
	}

	@Override
	public void exchange() throws IOException {
		byte[] reply = this.pool.execute((connection) -> connection.exchange(MESSAGE));
		if (reply.length != MESSAGE.length) {
			throw new IOException("a reply of " + reply.length + " bytes");
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
