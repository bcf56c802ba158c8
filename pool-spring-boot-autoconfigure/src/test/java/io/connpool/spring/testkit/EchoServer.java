package io.connpool.spring.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends back every byte it gets, over loopback. Can be made to hold answers back.
 */
public final class EchoServer implements AutoCloseable {

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final AtomicInteger received = new AtomicInteger();

	private final Semaphore answers = new Semaphore(Integer.MAX_VALUE);

	private final AtomicInteger hangUps = new AtomicInteger();

	public EchoServer() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept, "echo-accept");
	}

	public String uri() {
		return "tcp://127.0.0.1:" + this.server.getLocalPort();
	}

	/** Reads on, but answers nothing until {@link #answer()}. */
	public void holdAnswers() {
		this.answers.drainPermits();
	}

	public void answer() {
		this.answers.release(1_000_000);
	}

	/** Closes the connection instead of answering, so many times. */
	public void hangUp(int times) {
		this.hangUps.set(times);
	}

	/** Closes all connections there are. */
	public void disconnect() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	/** How many connections are open. */
	public int connections() {
		return this.sockets.size();
	}

	/** How many requests have come in. */
	public int requests() {
		return this.received.get();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				start(() -> echo(socket), "echo-connection");
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void echo(Socket socket) {
		try (socket; InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
			byte[] buffer = new byte[8192];
			for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
				this.received.incrementAndGet();
				if (this.hangUps.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
					return;
				}
				this.answers.acquire();
				out.write(buffer, 0, size);
			}
		}
		catch (IOException | InterruptedException ex) {
			// the test is over, or wanted that
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private void start(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	@Override
	public void close() throws Exception {
		this.server.close();
		disconnect();
		this.threads.forEach(Thread::interrupt);
		for (Thread thread : this.threads) {
			thread.join(10_000);
		}
	}

}
