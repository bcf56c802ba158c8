package io.connpool.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import io.connpool.ConnectionPool;
import io.connpool.fault.Oracle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers give up at every byte of a request and of a reply, in every way there is; after
 * each of them a hundred others ask, and nobody may get a reply but his own.
 */
class DesyncTests {

	private static final int OTHERS = 100;

	/** The tag of the request whose caller gives up. */
	private static final long GIVEN_UP = -1;

	private static final int FRAME_LENGTH = Integer.BYTES + Long.BYTES;

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(15);

	@RegisterExtension
	final Oracle oracle = new Oracle();

	private final HaltingCodec codec = new HaltingCodec();

	private volatile Halt halt;

	private final ScriptedPeer peer = this.oracle.owns(ScriptedPeer.playing(this::serve));

	/** One connection: whoever comes next gets it, if it is kept. */
	private final ConnectionPool<FramedConnection> pool = this.oracle.pool(
			TcpConnectionFactory.of(this.peer.uri(), this.codec, SocketSettings.defaults()),
			(settings) -> settings.name("desync").maxSize(1).acquireTimeout(LONG), this::askOn);

	private long lastTag;

	/** Whether the caller that was to give up got its reply. */
	private volatile boolean answered;

	@ParameterizedTest(name = "{1} at every byte of the {0}, virtual threads: {2}")
	@CsvSource({ "REQUEST, FAIL, false", "REQUEST, INTERRUPT, false", "REQUEST, CANCEL, false",
			"REQUEST, TIME_OUT, false", "REPLY, FAIL, false", "REPLY, INTERRUPT, false", "REPLY, CANCEL, false",
			"REPLY, TIME_OUT, false", "REQUEST, FAIL, true", "REQUEST, INTERRUPT, true", "REQUEST, CANCEL, true",
			"REQUEST, TIME_OUT, true", "REPLY, FAIL, true", "REPLY, INTERRUPT, true", "REPLY, CANCEL, true",
			"REPLY, TIME_OUT, true" })
	void whoeverGivesUpAtAnyByteLeavesNoReplyForOthers(Halt.Side side, Halt.Deed deed, boolean virtual)
			throws Exception {
		ask();
		for (int at = 0; at <= FRAME_LENGTH; at++) {
			// the pool is told of the failure, or has to find out for itself
			for (boolean told : new boolean[] { true, false }) {
				Halt halt = new Halt(side, at, deed);
				long opened = this.pool.stats().opened();

				giveUp(halt, deed, told, virtual);
				halt.sendTail();
				for (int i = 0; i < OTHERS; i++) {
					ask();
				}

				if (isInDoubt(side, at, deed)) {
					assertThat(this.pool.stats().opened()).as("%s: another connection", halt).isEqualTo(opened + 1);
					halt.awaitEnd();
				}
				else {
					assertThat(this.pool.stats().opened()).as("%s: the same connection", halt).isEqualTo(opened);
				}
			}
		}
	}

	/**
	 * Everywhere but before the first byte of the request and after the last one of the
	 * reply. With the last one there in time its caller has its reply, and the connection
	 * is the next one's; if time was over an instant before, it is not.
	 */
	private boolean isInDoubt(Halt.Side side, int at, Halt.Deed deed) {
		if (side == Halt.Side.REQUEST) {
			return at > 0 || deed != Halt.Deed.FAIL;
		}
		return at < FRAME_LENGTH || deed == Halt.Deed.FAIL || (deed == Halt.Deed.TIME_OUT && !this.answered);
	}

	private void giveUp(Halt halt, Halt.Deed deed, boolean told, boolean virtual) throws InterruptedException {
		this.halt = halt;
		this.codec.next(halt);
		Duration timeout = (deed == Halt.Deed.TIME_OUT) ? SHORT : LONG;
		Background<Boolean> caller = new Background<>(() -> this.pool.execute((connection) -> {
			this.answered = false;
			try {
				this.answered = Arrays.equals(connection.exchange(message(GIVEN_UP), timeout), message(GIVEN_UP));
				return this.answered;
			}
			catch (IOException | RuntimeException ex) {
				if (told) {
					throw ex;
				}
				return false;
			}
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
	}

	private void ask() throws IOException {
		this.pool.execute((connection) -> {
			askOn(connection);
			return true;
		});
	}

	private void askOn(FramedConnection connection) throws IOException {
		long tag = ++this.lastTag;
		long answered = ByteBuffer.wrap(connection.exchange(message(tag), LONG)).getLong();
		assertThat(answered).as("tag of the reply, after %s", this.halt).isEqualTo(tag);
	}

	private static byte[] message(long tag) {
		return ByteBuffer.allocate(Long.BYTES).putLong(tag).array();
	}

	/** Sends every frame back; the one given up in two pieces. */
	private void serve(Socket client) throws IOException {
		try {
			DataInputStream in = new DataInputStream(client.getInputStream());
			while (true) {
				byte[] message = new byte[in.readInt()];
				in.readFully(message);
				byte[] reply = HaltingCodec.frame(message);
				int first = reply.length;
				if (ByteBuffer.wrap(message).getLong() == GIVEN_UP) {
					first = this.halt.sentAtOnce();
				}
				ScriptedPeer.write(client, Arrays.copyOf(reply, first));
				if (first < reply.length) {
					this.halt.awaitTail();
					ScriptedPeer.write(client, Arrays.copyOfRange(reply, first, reply.length));
				}
			}
		}
		finally {
			if (this.halt != null) {
				this.halt.end();
			}
		}
	}

}
