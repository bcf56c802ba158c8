package io.connpool.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import io.connpool.PoolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The name service does not answer, and a look-up cannot be interrupted. */
@Tag("netns")
class NameServiceKernelTests {

	private static final Duration LIMIT = Duration.ofMillis(700);

	@RegisterExtension
	final Scene scene = new Scene();

	private NameServer names;

	@AfterEach
	void heal() {
		if (this.names != null) {
			this.names.answer();
		}
	}

	@Test
	void nameServiceThatDoesNotAnswerHoldsUpNobody() {
		Kernel.assumeThereIs("names");
		this.names = this.scene.owns(new NameServer());
		EchoServer server = this.scene.owns(new EchoServer());
		this.scene.hasCallsThatOverrun();
		// a look-up takes as long as the resolver lets it, and the JVM remembers for ten
		// seconds that it failed
		this.scene.comesBackWithin(Duration.ofSeconds(13));
		this.scene.start(URI.create("tcp://server.example:" + server.port()),
				(settings) -> settings.maxSize(2).openTimeout(Duration.ofMillis(500)));

		for (int i = 0; i < 8; i++) {
			long begun = System.nanoTime();
			assertThatExceptionOfType(PoolException.class).isThrownBy(() -> this.scene.pool.acquire(LIMIT));
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT.plus(Aftermath.BUSY));
			// the cap, what was under way, and probes after 0, 1, 3 and 7 s
			assertThat(this.scene.pool.stats().quarantined()).isLessThanOrEqualTo(2 + 2 + 4);
		}
	}

	/** Knows one address, and may be mute. */
	private static final class NameServer implements AutoCloseable {

		private static final int HEADER = 12;

		private static final int TYPE_A = 1;

		private final DatagramSocket socket;

		private volatile boolean answers;

		NameServer() {
			try {
				this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			Thread thread = new Thread(this::serve, "names");
			thread.setDaemon(true);
			thread.start();
		}

		void answer() {
			this.answers = true;
		}

		private void serve() {
			try {
				while (true) {
					DatagramPacket query = new DatagramPacket(new byte[512], 512);
					this.socket.receive(query);
					if (this.answers) {
						byte[] reply = reply(ByteBuffer.wrap(query.getData(), 0, query.getLength()));
						this.socket.send(new DatagramPacket(reply, reply.length, query.getSocketAddress()));
					}
				}
			}
			catch (IOException ex) {
				// closed
			}
		}

		/** The question, and an address for those who ask for one of IPv4. */
		private static byte[] reply(ByteBuffer query) {
			short id = query.getShort(0);
			int end = HEADER;
			while (query.get(end) != 0) {
				end += 1 + query.get(end);
			}
			boolean known = query.getShort(end + 1) == TYPE_A;
			byte[] question = new byte[end + 5 - HEADER];
			query.position(HEADER).get(question);
			ByteBuffer reply = ByteBuffer.allocate(512)
				.putShort(id)
				.putShort((short) 0x8180)
				.putShort((short) 1)
				.putShort((short) (known ? 1 : 0))
				.putInt(0)
				.put(question);
			if (known) {
				reply.putShort((short) (0xC000 | HEADER))
					.putShort((short) TYPE_A)
					.putShort((short) 1)
					.putInt(0)
					.putShort((short) 4)
					.put(new byte[] { 127, 0, 0, 1 });
			}
			return Arrays.copyOf(reply.array(), reply.position());
		}

		@Override
		public void close() {
			this.socket.close();
		}

	}

}
