package io.connpool.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.connpool.ConnectionPool;
import io.connpool.PoolException;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The example of {@code docs/testing.md}: every line of Java there is a line here.
 */
class ProtocolUnderFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ServerSocket server = echoServer();

	private FaultProxy proxy;

	private ConnectionPool<FramedConnection> pool;

	ProtocolUnderFaultTests() throws IOException {
	}

	@BeforeEach
	void start() {
		this.proxy = FaultProxy.to("127.0.0.1", this.server.getLocalPort());
		this.pool = ConnectionPools
			.builder(TcpConnectionFactory.of(this.proxy.uri(), LengthPrefixedCodec.builder().build(),
					SocketSettings.defaults()))
			.maxSize(1)
			.build();
	}

	@AfterEach
	void stop() throws IOException {
		try {
			this.proxy.restore();
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(ask("all is well")).isEqualTo("all is well"));
			PoolLeakAssertions.assertBooksBalance(this.pool, PATIENCE);
			assertThat(this.proxy.peak()).isEqualTo(1);
			assertThat(this.pool.close(PATIENCE).isClean()).isTrue();
			await().atMost(PATIENCE).until(() -> this.proxy.open() == 0);
			PoolLeakAssertions.assertNoThreads(this.pool.name(), PATIENCE);
		}
		finally {
			this.pool.close(Duration.ZERO);
			this.proxy.close();
			this.server.close();
		}
	}

	@Test
	void replyThatEndsAnywhereFailsOneRequestOnly() throws IOException {
		// frame: 4 bytes of length, 5 bytes "hello"; connection n dies after byte n of it
		this.proxy.script((number) -> (number < 9) ? Fault.cutAfter(number).inReplies() : Fault.none());

		for (int k = 1; k < 9; k++) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask("hello"));
		}

		assertThat(ask("hello")).isEqualTo("hello");
		assertThat(this.proxy.accepted()).isEqualTo(9);
	}

	@Test
	void lateReplyNeverReachesTheNextCaller() throws IOException {
		assertThat(ask("hello")).isEqualTo("hello");

		this.proxy.connection(1).sendToClient((byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 'h', (byte) 'i');

		assertThat(ask("again")).isEqualTo("again");
		assertThat(this.proxy.accepted()).isEqualTo(2);
	}

	@Test
	void silenceEndsAtTheDeadline() throws IOException {
		this.proxy.next(Fault.muteAfter(4).inReplies());

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask("hello"));

		assertThat(ask("again")).isEqualTo("again");
	}

	@Test
	void answersAreRightOrMissingWhateverHappens() throws IOException {
		long seed = 4711; // or a new one for each run, printed when it fails
		this.proxy.script(FaultScript.random(seed, 0.3, Fault.cutAfter(3).inReplies(), Fault.closeAfter(20),
				Fault.endAfter(5).inRequests(), Fault.slice(1, Duration.ofMillis(1)), Fault.muteAfter(15)));

		for (int i = 0; i < 50; i++) {
			try {
				assertThat(ask("question " + i)).isEqualTo("question " + i);
			}
			catch (IOException | PoolException ex) {
				// missing
			}
		}

		this.proxy.restore();
		assertThat(ask("hello")).isEqualTo("hello");
	}

	@Test
	void documentationShowsLinesOfThisTest() throws IOException {
		String test = Files.readString(Path.of("src/test/java/io/connpool/test/ProtocolUnderFaultTests.java"));
		Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/testing.md")));
		int blocks = 0;
		while (block.find()) {
			blocks++;
			assertThat(plain(test)).contains(plain(block.group(1)));
		}
		assertThat(blocks).isPositive();
	}

	private String ask(String question) throws IOException {
		byte[] request = question.getBytes(StandardCharsets.UTF_8);
		Duration deadline = Duration.ofSeconds(2);
		return this.pool
			.execute((connection) -> new String(connection.exchange(request, deadline), StandardCharsets.UTF_8));
	}

	private static String plain(String code) {
		return code.replace("this.", "").replaceAll("\\s+", " ").strip();
	}

	/** Sends every frame back. */
	private static ServerSocket echoServer() throws IOException {
		ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> {
			try {
				while (true) {
					Socket client = listener.accept();
					new Thread(() -> echo(client), "echo").start();
				}
			}
			catch (IOException ex) {
				// closed
			}
		}, "echo-server");
		thread.start();
		return listener;
	}

	private static void echo(Socket client) {
		try (client) {
			client.getInputStream().transferTo(client.getOutputStream());
		}
		catch (IOException ex) {
			// reset, as the proxy was told
		}
	}

}
