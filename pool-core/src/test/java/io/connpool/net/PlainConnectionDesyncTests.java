package io.connpool.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.fault.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A connection of the user's own, a mere socket, that keeps no ledger; all its factory
 * has is a check that looks for unread bytes.
 */
class PlainConnectionDesyncTests {

	private static final int OTHERS = 100;

	private static final long GIVEN_UP = -1;

	private static final int FRAME_LENGTH = Integer.BYTES + Long.BYTES;

	private static final int SLICE_MILLIS = 10;

	@RegisterExtension
	final Oracle oracle = new Oracle();

	private volatile Halt halt;

	private final ScriptedPeer peer = this.oracle.owns(ScriptedPeer.playing(this::serve));

	private final ConnectionPool<Socket> pool = this.oracle.pool(new Sockets(this.peer.uri()),
			(settings) -> settings.name("plain").maxSize(1).acquireTimeout(Duration.ofSeconds(30)), this::askOn);

	private long lastTag;

	/** Even with the whole reply read, for there is nobody who could tell that it is. */
	@ParameterizedTest(name = "{1} at every byte of the {0}, virtual threads: {2}")
	@CsvSource({ "REQUEST, FAIL, false", "REQUEST, INTERRUPT, false", "REQUEST, CANCEL, false",
			"REQUEST, TIME_OUT, false", "REPLY, FAIL, false", "REPLY, INTERRUPT, false", "REPLY, CANCEL, false",
			"REPLY, TIME_OUT, false", "REQUEST, FAIL, true", "REQUEST, INTERRUPT, true", "REQUEST, CANCEL, true",
			"REQUEST, TIME_OUT, true", "REPLY, FAIL, true", "REPLY, INTERRUPT, true", "REPLY, CANCEL, true",
			"REPLY, TIME_OUT, true" })
	void whoeverGivesUpAtAnyByteHasTheConnectionClosed(Halt.Side side, Halt.Deed deed, boolean virtual)
			throws Exception {
		ask();
		for (int at = 0; at <= FRAME_LENGTH; at++) {
			Halt halt = new Halt(side, at, deed);
			long opened = this.pool.stats().opened();

			giveUp(halt, deed, virtual);
			halt.sendTail();
			for (int i = 0; i < OTHERS; i++) {
				ask();
			}

			assertThat(this.pool.stats().opened()).as("%s: another connection", halt).isEqualTo(opened + 1);
			halt.awaitEnd();
		}
	}

	/**
	 * Whoever gives a connection back with a plain close says that its use ended well;
	 * the check does not believe it if it sees otherwise.
	 */
	@Test
	void replyThatArrivesBetweenTwoUsesIsSeenByTheCheck() throws Exception {
		ask();
		for (int at = 0; at < FRAME_LENGTH; at++) {
			long opened = this.pool.stats().opened();
			Halt halt = new Halt(Halt.Side.REPLY, at, Halt.Deed.FAIL);
			this.halt = halt;
			Socket socket;
			try (Lease<Socket> lease = this.pool.acquire()) {
				socket = lease.connection();
				ScriptedPeer.write(socket, frame(GIVEN_UP));
				new DataInputStream(socket.getInputStream()).readFully(new byte[at]);
			}
			assertThat(this.pool.stats().idle()).as("nothing to be seen yet").isEqualTo(1);

			halt.sendTail();
			await().pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> socket.getInputStream().available() > 0);
			for (int i = 0; i < OTHERS; i++) {
				ask();
			}

			assertThat(this.pool.stats().opened()).as("%s: another connection", halt).isEqualTo(opened + 1);
		}
	}

	/** The bytes are there when it comes back. */
	@Test
	void replyThatWasNotReadToItsEndIsSeenOnRelease() throws Exception {
		for (int at = 0; at < FRAME_LENGTH; at++) {
			int read = at;
			this.pool.execute((socket) -> {
				ScriptedPeer.write(socket, frame(++this.lastTag));
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(1))
					.until(() -> socket.getInputStream().available() == FRAME_LENGTH);
				return socket.getInputStream().readNBytes(read);
			});
			assertThat(this.pool.stats().idle()).isZero();

			ask();
		}
	}

	private void giveUp(Halt halt, Halt.Deed deed, boolean virtual) throws InterruptedException {
		this.halt = halt;
		Background<Object> caller = new Background<>(() -> this.pool.execute((socket) -> {
			if (halt.isOf(Halt.Side.REQUEST)) {
				ScriptedPeer.write(socket, Arrays.copyOf(frame(GIVEN_UP), halt.at()));
			}
			else {
				ScriptedPeer.write(socket, frame(GIVEN_UP));
				new DataInputStream(socket.getInputStream()).readFully(new byte[halt.at()]);
			}
			if (deed != Halt.Deed.TIME_OUT) {
				halt.reached(false);
			}
			return read(socket, deed);
		}), virtual);
		if (deed == Halt.Deed.INTERRUPT) {
			halt.awaitArrival();
			caller.interrupt();
		}
		else if (deed == Halt.Deed.CANCEL) {
			halt.awaitArrival();
			caller.cancel();
		}
		else {
			caller.join();
		}
		assertThat(caller.isDone()).isTrue();
	}

	/**
	 * Waits for what does not come: a while, or a while at a time, as a client must that
	 * wants to be interrupted.
	 */
	private static int read(Socket socket, Halt.Deed deed) throws IOException, InterruptedException {
		socket.setSoTimeout(SLICE_MILLIS);
		while (true) {
			try {
				return socket.getInputStream().read();
			}
			catch (SocketTimeoutException ex) {
				if (deed == Halt.Deed.TIME_OUT) {
					throw ex;
				}
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
			}
		}
	}

	private void ask() throws IOException {
		this.pool.execute((socket) -> {
			askOn(socket);
			return true;
		});
	}

	private void askOn(Socket socket) throws IOException {
		long tag = ++this.lastTag;
		socket.setSoTimeout(30_000);
		ScriptedPeer.write(socket, frame(tag));
		InputStream in = socket.getInputStream();
		long answered = ByteBuffer.wrap(in.readNBytes(FRAME_LENGTH)).getLong(Integer.BYTES);
		assertThat(answered).as("tag of the reply, after %s", this.halt).isEqualTo(tag);
	}

	private static byte[] frame(long tag) {
		return ByteBuffer.allocate(FRAME_LENGTH).putInt(Long.BYTES).putLong(tag).array();
	}

	/** Sends every frame back; the one given up in two pieces. */
	private void serve(Socket client) throws IOException {
		try {
			DataInputStream in = new DataInputStream(client.getInputStream());
			while (true) {
				byte[] frame = new byte[FRAME_LENGTH];
				in.readFully(frame);
				Halt halt = this.halt;
				int first = (ByteBuffer.wrap(frame).getLong(Integer.BYTES) == GIVEN_UP) ? halt.sentAtOnce()
						: FRAME_LENGTH;
				ScriptedPeer.write(client, Arrays.copyOf(frame, first));
				if (first < FRAME_LENGTH) {
					halt.awaitTail();
					ScriptedPeer.write(client, Arrays.copyOfRange(frame, first, FRAME_LENGTH));
				}
			}
		}
		finally {
			if (this.halt != null) {
				this.halt.end();
			}
		}
	}

	private record Sockets(URI uri) implements ConnectionFactory<Socket> {

		@Override
		public Socket open(OpenRequest request) throws IOException {
			Socket socket = new Socket(this.uri.getHost(), this.uri.getPort());
			socket.setTcpNoDelay(true);
			return socket;
		}

		@Override
		public Liveness check(Socket socket) {
			try {
				return (socket.getInputStream().available() > 0) ? Liveness.DEAD : Liveness.UNKNOWN;
			}
			catch (IOException ex) {
				return Liveness.DEAD;
			}
		}

	}

}
