package io.connpool.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * A real client on one side of the proxy, a real server that sends every byte back on the
 * other.
 */
class FaultProxyTests {

	private EchoServer server;

	private FaultProxy proxy;

	private final List<Socket> clients = new ArrayList<>();

	@BeforeEach
	void startServerAndProxy() throws IOException {
		this.server = new EchoServer();
		this.proxy = FaultProxy.to("127.0.0.1", this.server.port());
	}

	@AfterEach
	void endEverything() throws IOException {
		for (Socket client : this.clients) {
			client.close();
		}
		this.proxy.close();
		this.server.close();
	}

	@Test
	void healthyProxyForwardsBothWays() throws IOException {
		Socket client = connect();

		assertThat(echo(client, "hello")).isEqualTo("hello");
		assertThat(echo(client, "again")).isEqualTo("again");
	}

	@Test
	void largeMessagesPassWhole() throws Exception {
		Socket client = connect();
		byte[] sent = new byte[5 << 20];
		for (int i = 0; i < sent.length; i++) {
			sent[i] = (byte) (i * 31);
		}
		Thread writer = new Thread(() -> {
			try {
				client.getOutputStream().write(sent);
				client.shutdownOutput();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		writer.start();

		byte[] received = client.getInputStream().readAllBytes();

		writer.join();
		assertThat(received).isEqualTo(sent);
	}

	@Test
	void endOfOneDirectionIsPassedOn() throws IOException {
		Socket client = connect();
		client.getOutputStream().write("last".getBytes());
		client.shutdownOutput();

		assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo("last");
	}

	@Test
	void cutResetsEveryConnectionAndLaterOnesWork() throws IOException {
		Socket first = connect();
		Socket second = connect();
		echo(first, "one");
		echo(second, "two");

		this.proxy.cut();

		assertThat(this.proxy.open()).isZero();
		assertReset(first);
		assertReset(second);
		assertThat(echo(connect(), "three")).isEqualTo("three");
		await().untilAsserted(() -> assertThat(this.server.resets()).isEqualTo(2));
	}

	@Test
	void refusedConnectionsFailAtOnceAndOpenOnesStay() throws IOException {
		Socket before = connect();
		echo(before, "before");

		this.proxy.refuse();

		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		assertThat(echo(before, "still")).isEqualTo("still");

		this.proxy.accept();

		assertThat(echo(connect(), "after")).isEqualTo("after");
	}

	@Test
	void refusingAndAcceptingTwiceChangesNothing() throws IOException {
		int port = this.proxy.port();
		this.proxy.refuse();
		this.proxy.refuse();
		this.proxy.accept();
		this.proxy.accept();

		assertThat(echo(connect(), "fine")).isEqualTo("fine");
		assertThat(this.proxy.port()).isEqualTo(port);
	}

	@Test
	void delayCountsEachWay() throws IOException {
		Socket client = connect();
		echo(client, "warm");
		this.proxy.delay(Duration.ofMillis(80));

		long start = System.nanoTime();
		assertThat(echo(client, "slow")).isEqualTo("slow");

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(160));
	}

	@Test
	void delayedBytesDoNotWaitForEachOther() throws IOException {
		Socket client = connect();
		echo(client, "warm");
		this.proxy.delay(Duration.ofMillis(300));

		long start = System.nanoTime();
		for (int i = 0; i < 20; i++) {
			client.getOutputStream().write(i);
			client.getOutputStream().flush();
		}
		client.getInputStream().readNBytes(20);

		// one after the other they would need 20 times 600 ms
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
	}

	@Test
	void muteSwallowsBytesAndRestoreResetsWhatLostSome() throws IOException {
		Socket deaf = connect();
		Socket untouched = connect();
		echo(deaf, "hello");
		echo(untouched, "hello");

		this.proxy.mute();
		Socket newcomer = connect();
		deaf.getOutputStream().write(1);

		assertSilent(deaf);
		assertSilent(newcomer);

		this.proxy.restore();

		assertReset(deaf);
		assertThat(echo(untouched, "works")).isEqualTo("works");
		assertThat(echo(newcomer, "works")).isEqualTo("works");
	}

	@Test
	void restorePassesOnAtOnceWhatWasDelayed() throws IOException {
		Socket client = connect();
		this.proxy.delay(Duration.ofHours(1));
		this.proxy.refuse();
		client.getOutputStream().write(7);
		await().until(() -> this.proxy.open() == 1);

		this.proxy.restore();

		assertThat(client.getInputStream().read()).isEqualTo(7);
		assertThat(echo(connect(), "listens")).isEqualTo("listens");
	}

	@Test
	void countsWhatAServerWouldSee() throws IOException {
		Socket first = connect();
		Socket second = connect();
		await().untilAsserted(() -> assertThat(this.proxy.open()).isEqualTo(2));

		first.close();
		await().untilAsserted(() -> assertThat(this.proxy.open()).isEqualTo(1));
		second.close();
		await().untilAsserted(() -> assertThat(this.proxy.open()).isZero());

		assertThat(this.proxy.accepted()).isEqualTo(2);
		assertThat(this.proxy.peak()).isEqualTo(2);
	}

	@Test
	void connectionClosedBeforeTheNextIsNeverCountedBesideIt() throws IOException {
		for (int i = 0; i < 200; i++) {
			try (Socket client = new Socket(this.proxy.address().getAddress(), this.proxy.port())) {
				client.getOutputStream().write(1);
			}
		}

		await().untilAsserted(() -> assertThat(this.proxy.accepted()).isEqualTo(200));
		assertThat(this.proxy.peak()).isEqualTo(1);
	}

	@Test
	void clientIsResetIfTheServerIsDown() throws IOException {
		this.server.close();

		assertReset(connect());
		await().untilAsserted(() -> assertThat(this.proxy.open()).isZero());
	}

	@Test
	void closeEndsConnectionsPortAndThread() throws IOException {
		Socket client = connect();
		echo(client, "hello");
		String threadName = "fault-proxy-" + this.proxy.port();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains(threadName);

		this.proxy.close();
		this.proxy.close();

		assertReset(client);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain(threadName);
		assertThatIllegalStateException().isThrownBy(this.proxy::cut);
		assertThat(this.proxy.open()).isZero();
	}

	@Test
	void closeWorksWhileRefusing() throws IOException {
		this.proxy.refuse();
		int port = this.proxy.port();

		this.proxy.close();

		try (FaultProxy next = FaultProxy.listeningOn(port, "127.0.0.1", this.server.port())) {
			assertThat(next.port()).isEqualTo(port);
		}
	}

	@Test
	void portInUseIsReported() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> FaultProxy.listeningOn(this.proxy.port(), "127.0.0.1", 1))
			.withMessageContaining(String.valueOf(this.proxy.port()));
	}

	@Test
	void negativeDelayIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.delay(Duration.ofMillis(-1)))
			.withMessageContaining("PT-0.001S");
	}

	@Test
	void addressIsGivenAsUriToo() {
		assertThat(this.proxy.uri()).hasToString("tcp://127.0.0.1:" + this.proxy.port());
		assertThat(this.proxy).hasToString("FaultProxy[tcp://127.0.0.1:" + this.proxy.port() + " -> 127.0.0.1:"
				+ this.server.port() + ", 0 open, 0 accepted]");
	}

	private Socket connect() throws IOException {
		Socket client = new Socket(this.proxy.address().getAddress(), this.proxy.port());
		client.setTcpNoDelay(true);
		client.setSoTimeout(10_000);
		this.clients.add(client);
		return client;
	}

	private static String echo(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes());
		return new String(client.getInputStream().readNBytes(text.length()));
	}

	private static void assertReset(Socket client) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
			int next = client.getInputStream().read();
			throw new AssertionError("read " + next);
		});
	}

	private static void assertSilent(Socket client) throws IOException {
		client.setSoTimeout(50);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> client.getInputStream().read());
		client.setSoTimeout(10_000);
	}

	/** Sends back what it gets, and counts the connections that were reset. */
	private static final class EchoServer {

		private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

		private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

		private final Queue<IOException> resets = new ConcurrentLinkedQueue<>();

		EchoServer() throws IOException {
			start(this::acceptAll);
		}

		int port() {
			return this.listener.getLocalPort();
		}

		int resets() {
			return this.resets.size();
		}

		private void acceptAll() {
			try {
				while (true) {
					Socket client = this.listener.accept();
					this.accepted.add(client);
					start(() -> echo(client));
				}
			}
			catch (IOException ex) {
				// closed
			}
		}

		private void echo(Socket client) {
			try (client) {
				InputStream in = client.getInputStream();
				in.transferTo(client.getOutputStream());
			}
			catch (IOException ex) {
				this.resets.add(ex);
			}
		}

		private void start(Runnable task) {
			Thread thread = new Thread(task, "echo-server");
			this.threads.add(thread);
			thread.start();
		}

		void close() throws IOException {
			this.listener.close();
			for (Socket client : this.accepted) {
				client.close();
			}
			for (Thread thread : this.threads) {
				try {
					thread.join();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
