package io.connpool.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.fault.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Threads that go on with a connection which they have given back, and uses that end in
 * the middle. The pool has one connection, so that everybody meets on it.
 */
class StaleUseTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final int MANY = 300;

	/** So often that the other thread was at it at the same time. */
	private static final int SOME = 10;

	@RegisterExtension
	final Oracle oracle = new Oracle();

	private long lastTag;

	@Test
	void leaseThatHasEndedLeadsToNoConnectionAndEndsNoOther() throws Exception {
		ConnectionPool<FramedConnection> pool = pool(ScriptedPeer.playing(ScriptedPeer.ECHO));
		Lease<FramedConnection> stale = pool.acquire();
		stale.close();
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger turns = new AtomicInteger();
		Background<Boolean> rogue = Background.call(() -> {
			while (!over.get()) {
				assertThatIllegalStateException().isThrownBy(stale::connection);
				stale.retire();
				stale.close();
				stale.invalidate(new IOException("not mine any more"));
				stale.close();
				turns.incrementAndGet();
			}
			return true;
		});

		try {
			for (int i = 0; i < MANY || turns.get() < SOME; i++) {
				ask(pool);
			}
		}
		finally {
			over.set(true);
		}

		assertThat(rogue.result()).isTrue();
		assertThat(pool.stats().opened()).isEqualTo(1);
	}

	/** The pool lends the connection itself and cannot take it back; its wire can. */
	@Test
	void nobodyGetsAForeignReplyThoughAThreadGoesOnWithItsConnection() throws Exception {
		ConnectionPool<FramedConnection> pool = pool(ScriptedPeer.playing(ScriptedPeer.ECHO));
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger answered = new AtomicInteger();
		Background<Boolean> rogue = Background.call(() -> {
			for (long tag = -1; !over.get(); tag--) {
				FramedConnection kept = pool.execute((connection) -> connection);
				try {
					while (!over.get()) {
						assertThat(exchange(kept, --tag)).isEqualTo(tag);
						answered.incrementAndGet();
					}
				}
				catch (IOException | IllegalStateException ex) {
					// turned away, or gone with its connection
				}
			}
			return true;
		});

		try {
			int served = 0;
			for (int i = 0; i < MANY || served == 0 || answered.get() < SOME; i++) {
				try {
					ask(pool);
					served++;
				}
				catch (IOException | IllegalStateException ex) {
					// the rogue was at it
				}
			}
		}
		finally {
			over.set(true);
		}

		assertThat(rogue.result()).isTrue();
		ask(pool);
	}

	@Test
	void messageSentAndNotAnsweredIsNotLeftToTheNextCaller() throws Exception {
		ConnectionPool<FramedConnection> pool = pool(ScriptedPeer.playing(ScriptedPeer.ECHO));
		for (int sent = 1; sent < 4; sent++) {
			int messages = sent;
			pool.execute((connection) -> {
				sendAndReceiveOneLess(connection, messages);
				return true;
			});
			ask(pool);
			assertThatExceptionOfType(Halt.CallerFailure.class).isThrownBy(() -> pool.execute((connection) -> {
				sendAndReceiveOneLess(connection, messages);
				throw new Halt.CallerFailure();
			}));
			ask(pool);
		}

		assertThat(pool.stats().opened()).isEqualTo(7);
	}

	private static void sendAndReceiveOneLess(FramedConnection connection, int messages) throws IOException {
		for (int i = 0; i < messages; i++) {
			connection.send(message(-1));
		}
		for (int i = 1; i < messages; i++) {
			connection.receive();
		}
	}

	@Test
	void leaseClosedUnderAReaderEndsTheReader() throws Exception {
		ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO);
		ConnectionPool<FramedConnection> pool = pool(peer);
		Lease<FramedConnection> lease = pool.acquire();
		FramedConnection connection = lease.connection();
		Background<byte[]> reader = Background.call(connection::receive);
		Socket server = peer.accepted();
		while (connection.isIdle()) {
			Thread.yield();
		}

		lease.close();

		assertThat(reader.failure()).isInstanceOf(ConnectionClosedException.class);
		assertThat(server.isConnected()).isTrue();
		assertThat(pool.stats().idle()).isZero();
	}

	private void ask(ConnectionPool<FramedConnection> pool) throws IOException {
		pool.execute((connection) -> {
			askOn(connection);
			return true;
		});
	}

	private void askOn(FramedConnection connection) throws IOException {
		long tag = ++this.lastTag;
		assertThat(exchange(connection, tag)).isEqualTo(tag);
	}

	private static long exchange(FramedConnection connection, long tag) throws IOException {
		return ByteBuffer.wrap(connection.exchange(message(tag), LONG)).getLong();
	}

	private static byte[] message(long tag) {
		return ByteBuffer.allocate(Long.BYTES).putLong(tag).array();
	}

	private ConnectionPool<FramedConnection> pool(ScriptedPeer peer) {
		return this.oracle.pool(this.oracle.owns(peer).factory(),
				(settings) -> settings.name("stale").maxSize(1).acquireTimeout(LONG), this::askOn);
	}

}
