package io.connpool.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that plays a script with each client once it has sent something,
 * waits until the client is gone, and counts.
 */
final class CountingServer implements AutoCloseable {

	private final ServerSocket listener = new ServerSocket();

	private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private final Hostility.Script script;

	CountingServer(Hostility.Script script) throws IOException {
		this.script = script;
		this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
		start(this::acceptAll);
	}

	URI uri() {
		return URI.create("tcp://127.0.0.1:" + this.listener.getLocalPort());
	}

	/** Connections that there ever were. */
	int accepted() {
		return this.accepted.get();
	}

	/** Connections whose client has not gone. */
	int open() {
		return this.clients.size();
	}

	private void acceptAll() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				this.accepted.incrementAndGet();
				this.clients.add(client);
				start(() -> serve(client));
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			client.setTcpNoDelay(true);
			if (client.getInputStream().read() >= 0) {
				this.script.play(client);
				client.getInputStream().transferTo(OutputStream.nullOutputStream());
			}
		}
		catch (IOException ex) {
			// the client has gone
		}
		finally {
			this.clients.remove(client);
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(null, task, "server", 128 << 10);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket client : this.clients) {
			client.close();
		}
	}

}
