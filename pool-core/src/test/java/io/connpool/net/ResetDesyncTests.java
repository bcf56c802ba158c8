package io.connpool.net;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.engine.ConnectionPools;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A reset and a validation take their time, and a late reply may come meanwhile: the
 * check that was made before them proves nothing about that.
 */
class ResetDesyncTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@Test
	void replyThatArrivesDuringTheResetIsNotLeftToAWaiter() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			Resettable factory = new Resettable(peer.uri());
			try (ConnectionPool<Socket> pool = ConnectionPools.builder(factory)
				.name("reset")
				.maxSize(1)
				.validationTimeout(LONG)
				.build()) {
				Lease<Socket> first = pool.acquire(LONG);
				Socket used = first.connection();
				first.close();
				CompletableFuture<Lease<Socket>> waiter = pool.acquireAsync(LONG);
				ScriptedPeer.write(peer.accepted(), new byte[] { 1 });
				await().pollDelay(Duration.ZERO).until(() -> used.getInputStream().available() > 0);

				factory.mayEnd.countDown();

				try (Lease<Socket> second = waiter.get(30, TimeUnit.SECONDS)) {
					assertThat(second.connection()).isNotSameAs(used);
				}
			}
		}
	}

	@Test
	void replyThatArrivesDuringTheValidationIsNotLeftToAWaiter() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			Validated factory = new Validated(peer.uri());
			try (ConnectionPool<Socket> pool = ConnectionPools.builder(factory)
				.name("validation")
				.maxSize(1)
				.validationTimeout(LONG)
				.validateAfterIdle(Duration.ZERO)
				.build()) {
				Lease<Socket> first = pool.acquire(LONG);
				Socket used = first.connection();
				first.close();
				CompletableFuture<Lease<Socket>> waiter = pool.acquireAsync(LONG);
				factory.begun.await();
				ScriptedPeer.write(peer.accepted(), new byte[] { 1 });
				await().pollDelay(Duration.ZERO).until(() -> used.getInputStream().available() > 0);

				factory.mayEnd.countDown();

				try (Lease<Socket> second = waiter.get(30, TimeUnit.SECONDS)) {
					assertThat(second.connection()).isNotSameAs(used);
				}
			}
		}
	}

	private static class Checked implements ConnectionFactory<Socket> {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch mayEnd = new CountDownLatch(1);

		private final URI uri;

		Checked(URI uri) {
			this.uri = uri;
		}

		@Override
		public Socket open(OpenRequest request) throws IOException {
			return new Socket(this.uri.getHost(), this.uri.getPort());
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

	private static final class Validated extends Checked {

		Validated(URI uri) {
			super(uri);
		}

		@Override
		public boolean validate(Socket socket, Deadline deadline) throws InterruptedException {
			this.begun.countDown();
			this.mayEnd.await();
			return true;
		}

	}

	private static final class Resettable extends Checked {

		Resettable(URI uri) {
			super(uri);
		}

		@Override
		public void reset(Socket socket, Deadline deadline) throws InterruptedException {
			this.begun.countDown();
			this.mayEnd.await();
		}

	}

}
