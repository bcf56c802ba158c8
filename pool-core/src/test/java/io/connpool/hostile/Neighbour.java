package io.connpool.hostile;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;

/** A pool with an honest server, in use all the time. */
final class Neighbour implements AutoCloseable {

	private static final int CALLERS = 2;

	/** For machines that stand still now and then. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final CountingServer server = new CountingServer(Neighbour::echo);

	private final ConnectionPool<FramedConnection> pool;

	private final AtomicLong uses = new AtomicLong();

	private final AtomicLong slowestNanos = new AtomicLong();

	private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

	private volatile boolean over;

	Neighbour(String name) throws IOException {
		this.pool = ConnectionPools
			.builder(TcpConnectionFactory.of(this.server.uri(), LengthPrefixedCodec.builder().build(),
					SocketSettings.defaults().withTimeouts(PATIENCE, PATIENCE)))
			.name(name)
			.maxSize(CALLERS)
			.acquireTimeout(PATIENCE)
			.build();
		for (int i = 0; i < CALLERS; i++) {
			Thread thread = new Thread(this::call, name);
			thread.setDaemon(true);
			thread.start();
		}
	}

	long uses() {
		return this.uses.get();
	}

	/** The longest that a use took. */
	Duration slowest() {
		return Duration.ofNanos(this.slowestNanos.get());
	}

	/** What went wrong so far. */
	Queue<String> complaints() {
		return this.complaints;
	}

	private void call() {
		byte[] request = new byte[100];
		while (!this.over) {
			Arrays.fill(request, (byte) this.uses.incrementAndGet());
			long begun = System.nanoTime();
			try {
				byte[] reply = this.pool.execute((connection) -> connection.exchange(request));
				if (!Arrays.equals(reply, request)) {
					this.complaints.add(this + " – somebody else's reply");
				}
			}
			catch (Exception ex) {
				if (!this.over && this.complaints.size() < 10) {
					this.complaints.add(this + " – disturbed: " + ex);
				}
			}
			this.slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
		}
	}

	/** The first byte of the first length has been read already, and is zero. */
	private static void echo(Socket client) throws IOException {
		DataInputStream in = new DataInputStream(client.getInputStream());
		OutputStream out = new BufferedOutputStream(client.getOutputStream());
		int size = in.readUnsignedShort() << 8 | in.readUnsignedByte();
		while (true) {
			LengthPrefixedCodec.builder().build().encode(in.readNBytes(size), out);
			out.flush();
			size = in.readInt();
		}
	}

	@Override
	public String toString() {
		return this.pool.name();
	}

	@Override
	public void close() throws IOException {
		this.over = true;
		this.pool.close();
		this.server.close();
	}

}
