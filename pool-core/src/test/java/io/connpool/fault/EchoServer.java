package io.connpool.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends back what it gets, and may say something first. */
final class EchoServer implements AutoCloseable {

	/** As a frame: four bytes of length, then the message. */
	private static final byte[] GREETING = "\0\0\0\025welcome, and be short".getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket listener;

	private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

	private volatile boolean greets;

	EchoServer() {
		this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	EchoServer(InetSocketAddress address) {
		try {
			this.listener = new ServerSocket();
			this.listener.setReuseAddress(true);
			this.listener.bind(address, 500);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::acceptAll);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/** Greets whoever connects from now on. */
	void greet() {
		this.greets = true;
	}

	private void acceptAll() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			this.clients.add(client);
			start(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		try (client) {
			client.setTcpNoDelay(true);
			if (this.greets) {
				client.getOutputStream().write(GREETING);
			}
			client.getInputStream().transferTo(client.getOutputStream());
		}
		finally {
			this.clients.remove(client);
		}
	}

	private static void start(Part part) {
		Thread thread = new Thread(null, () -> {
			try {
				part.play();
			}
			catch (IOException ex) {
				// closed, or the client has gone
			}
		}, "echo", 128 << 10);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket client : this.clients) {
				client.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Part {

		void play() throws IOException;

	}

}
