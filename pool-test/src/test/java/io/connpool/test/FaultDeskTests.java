package io.connpool.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.connpool.test.ProxyRig.Wire;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.connpool.test.ProxyRig.assertEnded;
import static io.connpool.test.ProxyRig.assertReset;
import static io.connpool.test.ProxyRig.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Orders that find connections half way: not accepted, not connected, or with something
 * under way.
 */
class FaultDeskTests {

	private ProxyRig rig;

	private FaultProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.rig = new ProxyRig();
		this.proxy = this.rig.proxy();
	}

	@AfterEach
	void end() throws IOException {
		this.rig.close();
	}

	@Test
	void connectionsThatAreThereAlreadyAreNotRefused() throws Exception {
		CountDownLatch accepting = new CountDownLatch(1);
		CountDownLatch busy = new CountDownLatch(1);
		this.proxy.script((number) -> {
			accepting.countDown();
			uninterrupted(busy);
			return Fault.none();
		});
		Socket first = this.rig.client();
		accepting.await();
		Socket second = this.rig.client(); // which the proxy has not seen yet
		Thread refusing = new Thread(this.proxy::refuse);
		refusing.start();
		await().until(() -> refusing.getState() == Thread.State.WAITING);

		busy.countDown();

		refusing.join();
		new Wire(first, this.rig.server()).assertHealthy();
		new Wire(second, this.rig.server()).assertHealthy();
		assertThat(this.proxy.accepted()).isEqualTo(2);
	}

	@Test
	void restoreSparesConnectionsWhoseEndWasStillToCome() throws IOException {
		Fault late = Fault.latency(Duration.ofHours(1));
		this.proxy.next(Fault.cutAfter(3).and(late), Fault.closeAfter(3).and(late));
		Wire cut = this.rig.connect();
		Wire closed = this.rig.connect();
		cut.reply("abc");
		closed.request("abc");
		assertSilent(cut.client());
		assertSilent(closed.server());

		this.proxy.restore();

		cut.assertClientReceives("abc");
		closed.assertServerReceives("abc");
		cut.assertHealthy();
		closed.assertHealthy();
		cut.server().close();
		assertEnded(cut.client());
	}

	@Test
	void cutOfRequestsDoesNotWaitForTheServer() throws Exception {
		try (FullServer server = new FullServer();
				FaultProxy before = FaultProxy.to("127.0.0.1", server.port());
				Socket client = new Socket(before.address().getAddress(), before.port())) {
			client.setSoTimeout(10_000);
			await().until(() -> before.open() == 1);

			before.connection(1).fault(Fault.cutAfter(0).inRequests());

			assertReset(client);
			assertThat(before.open()).isZero();
		}
	}

	private static void uninterrupted(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Listens, but has no room for any more clients: the system does not answer them. */
	private static final class FullServer implements AutoCloseable {

		private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

		private final List<SocketChannel> clients = new ArrayList<>();

		FullServer() throws IOException {
			boolean full = false;
			while (!full && this.clients.size() < 100) {
				SocketChannel client = SocketChannel.open();
				this.clients.add(client);
				full = !connects(client);
			}
			assertThat(full).as("the last client waits").isTrue();
		}

		private boolean connects(SocketChannel client) throws IOException {
			client.configureBlocking(false);
			try (Selector selector = Selector.open()) {
				client.connect(this.listener.getLocalSocketAddress());
				client.register(selector, SelectionKey.OP_CONNECT);
				return client.isConnected() || selector.select(500) > 0;
			}
		}

		int port() {
			return this.listener.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			this.listener.close();
			for (SocketChannel client : this.clients) {
				client.close();
			}
		}

	}

}
