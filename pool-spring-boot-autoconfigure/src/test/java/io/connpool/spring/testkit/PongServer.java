package io.connpool.spring.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks lines over loopback: answers {@code PING x} with {@code PONG x}, and any other
 * line with the line itself. Can be made to answer with another number.
 */
public final class PongServer implements AutoCloseable {

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final List<String> pings = new CopyOnWriteArrayList<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger mistakes = new AtomicInteger();

	public PongServer() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept, "pong-accept");
	}

	public String uri() {
		return "tcp://127.0.0.1:" + this.server.getLocalPort();
	}

	/** Answers the next pings, so many of them, with a number that is not theirs. */
	public void mistakeNumbers(int times) {
		this.mistakes.set(times);
	}

	/** All pings that have come in. */
	public List<String> pings() {
		return List.copyOf(this.pings);
	}

	/** How many connections there have been. */
	public int accepted() {
		return this.accepted.get();
	}

	/** How many connections are open. */
	public int connections() {
		return this.sockets.size();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.accepted.incrementAndGet();
				this.sockets.add(socket);
				start(() -> converse(socket), "pong-connection");
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void converse(Socket socket) {
		try (socket; BufferedReader in = reader(socket); OutputStream out = socket.getOutputStream()) {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				out.write((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			// the test is over
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private String answer(String line) {
		if (!line.startsWith("PING")) {
			return line;
		}
		this.pings.add(line);
		boolean mistaken = this.mistakes.getAndUpdate((left) -> Math.max(0, left - 1)) > 0;
		return line.replaceFirst("PING", "PONG") + (mistaken ? "1" : "");
	}

	private static BufferedReader reader(Socket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
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
		for (Socket socket : this.sockets) {
			socket.close();
		}
		for (Thread thread : this.threads) {
			thread.join(10_000);
		}
	}

}
