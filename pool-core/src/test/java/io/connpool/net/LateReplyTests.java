package io.connpool.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.AcquireInterruptedException;
import io.connpool.ConnectionPool;
import io.connpool.fault.Oracle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A crowd on few connections to a peer whose replies come in pieces and sometimes too
 * late, while callers are interrupted now and then.
 */
class LateReplyTests {

	private static final int CALLERS = 12;

	private static final int REQUESTS = 250;

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration PATIENCE = Duration.ofMillis(10);

	/** Every so many of them is late. */
	private static final int LATE = 50;

	@RegisterExtension
	final Oracle oracle = new Oracle();

	private final AtomicLong seed = new AtomicLong(20230320);

	private final AtomicLong tags = new AtomicLong();

	/** Those whose callers have gone, with or without a reply. */
	private final Set<Long> gone = ConcurrentHashMap.newKeySet();

	private final LongAdder served = new LongAdder();

	private final LongAdder tooLate = new LongAdder();

	private final LongAdder foreign = new LongAdder();

	private final ScriptedPeer peer = this.oracle.owns(ScriptedPeer.playing(this::serve));

	private final ConnectionPool<FramedConnection> pool = this.oracle.pool(this.peer.factory(),
			(settings) -> settings.name("late").maxSize(4).acquireTimeout(LONG), this::askInTime);

	@ParameterizedTest(name = "virtual threads: {0}")
	@ValueSource(booleans = { false, true })
	void nobodyGetsAForeignReply(boolean virtual) throws Exception {
		List<Background<Boolean>> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			callers.add(new Background<>(() -> {
				for (int request = 0; request < REQUESTS; request++) {
					ask();
				}
				return true;
			}, virtual));
		}
		await().atMost(LONG)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> this.served.sum() > 0 && this.tooLate.sum() > 0);
		Random random = new Random(7);
		while (!callers.stream().allMatch(Background::isDone)) {
			this.peer.idle(Duration.ofMillis(2));
			callers.get(random.nextInt(CALLERS)).poke();
		}
		for (Background<Boolean> caller : callers) {
			assertThat(caller.result()).isTrue();
		}

		assertThat(this.foreign.sum()).isZero();
	}

	private void ask() {
		long tag = this.tags.incrementAndGet();
		byte[] message = message(tag);
		try {
			byte[] reply = this.pool
				.execute((connection) -> connection.exchange(message, isLate(tag) ? PATIENCE : LONG));
			(Arrays.equals(reply, message) ? this.served : this.foreign).increment();
		}
		catch (WireTimeoutException ex) {
			this.tooLate.increment();
		}
		catch (IOException | AcquireInterruptedException ex) {
			Thread.interrupted();
		}
		finally {
			this.gone.add(tag);
		}
	}

	private void askInTime(FramedConnection connection) throws IOException {
		long tag = this.tags.incrementAndGet();
		while (isLate(tag)) {
			tag = this.tags.incrementAndGet();
		}
		assertThat(connection.exchange(message(tag), LONG)).isEqualTo(message(tag));
	}

	private static byte[] message(long tag) {
		return ByteBuffer.allocate(Long.BYTES).putLong(tag).array();
	}

	private static boolean isLate(long tag) {
		return tag % LATE == 0;
	}

	private void serve(Socket client) throws IOException {
		Random random = new Random(this.seed.incrementAndGet());
		DataInputStream in = new DataInputStream(client.getInputStream());
		while (true) {
			byte[] message = new byte[in.readInt()];
			in.readFully(message);
			byte[] reply = HaltingCodec.frame(message);
			int cut = random.nextInt(reply.length);
			ScriptedPeer.write(client, Arrays.copyOf(reply, cut));
			long tag = ByteBuffer.wrap(message).getLong();
			if (isLate(tag)) {
				holdBack(tag, random);
			}
			ScriptedPeer.write(client, Arrays.copyOfRange(reply, cut, reply.length));
		}
	}

	/** By turns until it is too late, and until it may be. */
	private void holdBack(long tag, Random random) throws IOException {
		if (tag / LATE % 2 == 0) {
			this.peer.idle(PATIENCE.minusMillis(2).plusNanos(random.nextInt(4_000_000)));
			return;
		}
		while (!this.gone.contains(tag)) {
			this.peer.idle(Duration.ofMillis(1));
		}
	}

}
