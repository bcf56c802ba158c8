package io.connpool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.connpool.fault.Oracle;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.test.FaultProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many callers on few connections over real sockets: what the server sees, and whose
 * reply everybody gets.
 */
class CrowdOverTcpTests {

	private static final int CALLERS = 200;

	private static final int SIZE = 8;

	@RegisterExtension
	final Oracle oracle = new Oracle();

	private final Echo echo = this.oracle.owns(new Echo());

	private FaultProxy proxy;

	private ConnectionPool<FramedConnection> pool;

	@BeforeEach
	void open() throws IOException {
		this.echo.start();
		this.proxy = this.oracle.owns(FaultProxy.to("127.0.0.1", this.echo.port()));
		TcpConnectionFactory tcp = TcpConnectionFactory.of(this.proxy.uri(), LengthPrefixedCodec.builder().build(),
				SocketSettings.defaults());
		this.pool = this.oracle.pool(new SlowDial(tcp),
				(settings) -> settings.name("crowd")
					.maxSize(SIZE)
					.maxWaiting(CALLERS)
					.acquireTimeout(Duration.ofSeconds(30))
					.openTimeout(Duration.ofSeconds(5)),
				(connection) -> assertThat(text(connection.exchange(bytes("hello")))).isEqualTo("hello"));
	}

	/**
	 * 200 threads on a pool of 8 whose dial takes 150 ms.
	 */
	@Test
	void serverSeesNoMoreConnectionsThanMaxSizeAndEverybodyIsServed() throws Exception {
		LongAdder served = new LongAdder();
		LongAdder foreign = new LongAdder();
		List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

		crowd((caller) -> {
			for (int i = 0; i < 20; i++) {
				String request = caller + "/" + i;
				String reply = this.pool.execute((connection) -> {
					awaitAllOpen();
					return text(connection.exchange(bytes(request)));
				});
				(request.equals(reply) ? served : foreign).increment();
			}
		}, failures);

		assertThat(failures).isEmpty();
		assertThat(foreign.sum()).isZero();
		assertThat(served.sum()).isEqualTo(CALLERS * 20L);
		assertThat(this.proxy.peak()).isEqualTo(SIZE);
		assertThat(this.echo.peak.get()).isLessThanOrEqualTo(SIZE);
		assertThat(this.pool.stats().opened()).isEqualTo(SIZE);
		assertThat(this.pool.stats().idle()).isEqualTo(SIZE);
	}

	/** Keeps a connection until the others are needed, too. */
	private void awaitAllOpen() {
		if (this.proxy.peak() < SIZE) {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.proxy.peak() == SIZE);
		}
	}

	/**
	 * Those who are not served in time are told why, at their deadline.
	 */
	@Test
	void whoeverIsNotServedIsToldWhyByTheDeadline() throws Exception {
		LongAdder timedOut = new LongAdder();
		List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
		List<Lease<FramedConnection>> held = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			held.add(this.pool.acquire());
		}

		crowd((caller) -> {
			try {
				this.pool.acquire(Duration.ofMillis(300)).close();
			}
			catch (AcquireTimeoutException ex) {
				assertThat(ex).hasMessageContaining("active=8").hasMessageContaining("held by");
				assertThat(ex.holders()).hasSize(5);
				timedOut.increment();
			}
		}, failures);

		assertThat(failures).isEmpty();
		assertThat(timedOut.sum()).isEqualTo(CALLERS);
		held.forEach(Lease::close);
		assertThat(this.pool.stats().waiting()).isZero();
	}

	/**
	 * Connections are cut again and again under load: nobody gets another caller's reply,
	 * and the gauges return to the truth.
	 */
	@Test
	void cutsUnderLoadNeverGiveAnybodyAForeignReply() throws Exception {
		LongAdder served = new LongAdder();
		LongAdder foreign = new LongAdder();
		List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch over = new CountDownLatch(1);
		Thread cutter = new Thread(() -> {
			try {
				long before = 0;
				while (!over.await(100, TimeUnit.MILLISECONDS)) {
					// who is cut before a reply could come would only prove that
					if (served.sum() > before) {
						before = served.sum();
						this.proxy.cut();
					}
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "cutter");
		cutter.start();

		crowd((caller) -> {
			for (int i = 0; i < 20; i++) {
				String request = caller + "/" + i;
				try {
					String reply = this.pool.execute((connection) -> text(connection.exchange(bytes(request))));
					(request.equals(reply) ? served : foreign).increment();
				}
				catch (IOException | PoolException ex) {
					// cut in the middle: the caller knows, and the connection is gone
				}
			}
		}, failures);
		over.countDown();
		cutter.join();

		assertThat(failures).isEmpty();
		assertThat(foreign.sum()).isZero();
		assertThat(served.sum()).isPositive();
		assertThat(this.proxy.peak()).isLessThanOrEqualTo(SIZE);
	}

	private static void crowd(Caller caller, List<Throwable> failures) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			int number = i;
			threads.add(new Thread(() -> {
				try {
					caller.call(number);
				}
				catch (Throwable ex) {
					failures.add(ex);
				}
			}, "caller-" + i));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(120));
			assertThat(thread.isAlive()).as(thread.getName() + " hangs").isFalse();
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private interface Caller {

		void call(int number) throws Exception;

	}

	/** A dial that takes 150 ms. */
	private record SlowDial(TcpConnectionFactory tcp) implements ConnectionFactory<FramedConnection> {

		@Override
		public FramedConnection open(OpenRequest request) throws Exception {
			long until = NanoClock.SYSTEM.nanos() + TimeUnit.MILLISECONDS.toNanos(150);
			while (NanoClock.SYSTEM.nanos() - until < 0) {
				LockSupport.parkNanos(until - NanoClock.SYSTEM.nanos());
			}
			return this.tcp.open(request);
		}

		@Override
		public Liveness check(FramedConnection connection) {
			return this.tcp.check(connection);
		}

		@Override
		public boolean isReusableAfter(FramedConnection connection, Throwable failure) {
			return this.tcp.isReusableAfter(connection, failure);
		}

		@Override
		public void close(FramedConnection connection) throws Exception {
			this.tcp.close(connection);
		}

		@Override
		public void abort(FramedConnection connection) {
			this.tcp.abort(connection);
		}

	}

	/** Sends back what it gets, and counts who is connected. */
	private static final class Echo implements AutoCloseable {

		private final AtomicInteger open = new AtomicInteger();

		private final AtomicInteger peak = new AtomicInteger();

		private ServerSocket server;

		void start() throws IOException {
			this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
			Thread acceptor = new Thread(this::accept, "echo");
			acceptor.setDaemon(true);
			acceptor.start();
		}

		int port() {
			return this.server.getLocalPort();
		}

		private void accept() {
			try {
				for (;;) {
					Socket socket = this.server.accept();
					this.peak.accumulateAndGet(this.open.incrementAndGet(), Math::max);
					Thread thread = new Thread(() -> serve(socket), "echo-connection");
					thread.setDaemon(true);
					thread.start();
				}
			}
			catch (IOException ex) {
				// closed
			}
		}

		private void serve(Socket socket) {
			try (socket; InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
				byte[] buffer = new byte[4096];
				for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
					out.write(buffer, 0, n);
				}
			}
			catch (IOException ex) {
				// cut
			}
			finally {
				this.open.decrementAndGet();
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
