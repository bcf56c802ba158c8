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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.AcquireInterruptedException;
import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A crowd on few connections to a peer whose replies come in pieces and sometimes too
 * late, while callers are interrupted now and then.
 */
class LateReplyTests {

	private static final int CALLERS = 12;

	private static final int REQUESTS = 250;

	private static final Duration PATIENCE = Duration.ofMillis(10);

	private static final Duration LATE = Duration.ofMillis(25);

	private static final int ONE_IN = 50;

	private final AtomicLong seed = new AtomicLong(20230320);

	private final AtomicLong tags = new AtomicLong();

	private final LongAdder served = new LongAdder();

	private final LongAdder tooLate = new LongAdder();

	private final LongAdder foreign = new LongAdder();

	private final ScriptedPeer peer = ScriptedPeer.playing(this::serve);

	@ParameterizedTest(name = "virtual threads: {0}")
	@ValueSource(booleans = { false, true })
	void nobodyGetsAForeignReply(boolean virtual) throws Exception {
		try (this.peer;
				ConnectionPool<FramedConnection> pool = ConnectionPools.builder(this.peer.factory())
					.name("late")
					.maxSize(4)
					.acquireTimeout(Duration.ofSeconds(30))
					.build()) {
			List<Background<Boolean>> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				callers.add(new Background<>(() -> {
					for (int request = 0; request < REQUESTS; request++) {
						ask(pool);
					}
					return true;
				}, virtual));
			}
			Random random = new Random(7);
			while (!callers.stream().allMatch(Background::isDone)) {
				this.peer.idle(Duration.ofMillis(2));
				callers.get(random.nextInt(CALLERS)).poke();
			}
			for (Background<Boolean> caller : callers) {
				assertThat(caller.result()).isTrue();
			}
		}

		assertThat(this.foreign.sum()).isZero();
		assertThat(this.served.sum()).isPositive();
		assertThat(this.tooLate.sum()).isPositive();
	}

	private void ask(ConnectionPool<FramedConnection> pool) {
		byte[] tag = ByteBuffer.allocate(Long.BYTES).putLong(this.tags.incrementAndGet()).array();
		try {
			byte[] reply = pool.execute((connection) -> connection.exchange(tag, PATIENCE));
			(Arrays.equals(reply, tag) ? this.served : this.foreign).increment();
		}
		catch (WireTimeoutException ex) {
			this.tooLate.increment();
		}
		catch (IOException | AcquireInterruptedException ex) {
			Thread.interrupted();
		}
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
			if (random.nextInt(ONE_IN) == 0) {
				this.peer.idle(LATE);
			}
			ScriptedPeer.write(client, Arrays.copyOfRange(reply, cut, reply.length));
		}
	}

}
