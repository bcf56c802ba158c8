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
import io.connpool.fault.Books;
import io.connpool.fault.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A reset and a validation take their time, and a late reply may come meanwhile: the
 * check that was made before them proves nothing about that.
 */
class ResetDesyncTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	final Oracle oracle = new Oracle();

	private final ScriptedPeer peer = this.oracle.owns(ScriptedPeer.playing(ScriptedPeer.SILENT));

	@Test
	void replyThatArrivesDuringTheResetIsNotLeftToAWaiter() throws Exception {
		Resettable factory = new Resettable(this.peer.uri());
		ConnectionPool<Socket> pool = this.oracle.pool(Books.resetting(factory),
				(settings) -> settings.name("reset").maxSize(1).validationTimeout(LONG), ResetDesyncTests::write);
		Lease<Socket> first = pool.acquire(LONG);
		Socket used = first.connection();
		first.close();
		CompletableFuture<Lease<Socket>> waiter = pool.acquireAsync(LONG);
		sendTo(used);

		factory.mayEnd.countDown();

		try (Lease<Socket> second = waiter.get(30, TimeUnit.SECONDS)) {
			assertThat(second.connection()).isNotSameAs(used);
		}
	}

	@Test
	void replyThatArrivesDuringTheValidationIsNotLeftToAWaiter() throws Exception {
		Validated factory = new Validated(this.peer.uri());
		ConnectionPool<Socket> pool = this.oracle.pool(Books.validating(factory),
				(settings) -> settings.name("validation")
					.maxSize(1)
					.validationTimeout(LONG)
					.validateAfterIdle(Duration.ZERO),
				ResetDesyncTests::write);
		Lease<Socket> first = pool.acquire(LONG);
		Socket used = first.connection();
		first.close();
		CompletableFuture<Lease<Socket>> waiter = pool.acquireAsync(LONG);
		factory.begun.await();
		sendTo(used);

		factory.mayEnd.countDown();

		try (Lease<Socket> second = waiter.get(30, TimeUnit.SECONDS)) {
			assertThat(second.connection()).isNotSameAs(used);
		}
	}

	private void sendTo(Socket used) throws Exception {
		ScriptedPeer.write(this.peer.accepted(), new byte[] { 1 });
		await().pollDelay(Duration.ZERO).until(() -> used.getInputStream().available() > 0);
	}

	/** All there is to be had of a peer that says nothing. */
	private static void write(Socket socket) throws IOException {
		ScriptedPeer.write(socket, new byte[] { 1 });
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
