package io.connpool.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What fails inside of the proxy harms neither it nor those who call it.
 */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ProxyLoopTests {

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	ProxyLoopTests() throws IOException {
	}

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@Test
	void clientThatCannotBeAcceptedIsAcceptedLater() throws IOException {
		AtomicInteger tries = new AtomicInteger();
		AtomicLong first = new AtomicLong();
		ProxyLoop loop = start((selector) -> new Door(selector) {

			@Override
			SocketChannel accept(ServerSocketChannel from) throws IOException {
				if (tries.incrementAndGet() == 1) {
					first.set(System.nanoTime());
				}
				if (tries.get() <= 4) {
					throw new IOException("Too many open files");
				}
				return super.accept(from);
			}

		});

		try (Socket client = connect(loop); Socket served = this.server.accept()) {
			client.getOutputStream().write(42);

			assertThat(served.getInputStream().read()).isEqualTo(42);
			assertThat(tries).as("tries").hasValue(5);
			assertThat(System.nanoTime() - first.get()).as("a pause after each that failed")
				.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(4 * 50));
		}
		loop.close();
	}

	@Test
	void errorInACommandIsThrownToWhoGaveIt() throws IOException {
		ProxyLoop loop = start(Door::new);

		assertThatIllegalStateException().isThrownBy(() -> loop.run(() -> {
			throw new AssertionError("planned");
		})).withCauseInstanceOf(AssertionError.class);

		try (Socket client = connect(loop); Socket served = this.server.accept()) {
			served.getOutputStream().write(42);
			assertThat(client.getInputStream().read()).as("the proxy goes on").isEqualTo(42);
		}
		loop.close();
	}

	@Test
	void commandsAreRefusedAfterAnEndThatFailed() throws IOException {
		ProxyLoop loop = start((selector) -> new Door(selector) {

			@Override
			SocketChannel accept(ServerSocketChannel from) {
				throw new IllegalStateException("planned: the proxy's thread dies of it");
			}

			@Override
			void close() throws IOException {
				super.close();
				throw new IOException("planned");
			}

		});

		connect(loop).close();

		await().dontCatchUncaughtExceptions().until(() -> loop.toString().startsWith("closed"));
		assertThatIllegalStateException().isThrownBy(() -> loop.run(() -> {
			// is not run
		})).withMessageContaining("The proxy is closed");
		loop.close();
	}

	private ProxyLoop start(ProxyLoop.Entrance entrance) throws IOException {
		ProxyLoop loop = new ProxyLoop(entrance, "127.0.0.1", this.server.getLocalPort());
		loop.start();
		return loop;
	}

	private static Socket connect(ProxyLoop loop) throws IOException {
		return new Socket(loop.address().getAddress(), loop.address().getPort());
	}

	/** A door that tests have fail. */
	private static class Door extends ProxyDoor {

		Door(Selector selector) throws IOException {
			super(selector, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		}

	}

}
