package io.connpool.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.connpool.Deadline;
import io.connpool.OpenReason;
import io.connpool.OpenRequest;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.LengthPrefixedCodec;

/**
 * A server for tests that plays a script with each client. {@link #close} ends its
 * sockets and threads, whatever they wait for.
 */
final class ScriptedPeer implements AutoCloseable {

	static final Codec CODEC = LengthPrefixedCodec.builder().maxFrameSize(64 << 20).build();

	/** Sends every frame back. */
	static final Script ECHO = (client) -> {
		DataInputStream in = new DataInputStream(client.getInputStream());
		while (true) {
			byte[] message = in.readNBytes(in.readInt());
			CODEC.encode(message, client.getOutputStream());
		}
	};

	/** Reads and writes nothing. */
	static final Script SILENT = (client) -> {
	};

	private final ServerSocket listener;

	private final BlockingQueue<Socket> clients = new LinkedBlockingQueue<>();

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final Thread acceptor;

	private final Queue<Thread> players = new ConcurrentLinkedQueue<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private ScriptedPeer(Script script) throws IOException {
		this.listener = new ServerSocket();
		this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
		this.acceptor = start(() -> acceptAll(script));
	}

	static ScriptedPeer playing(Script script) {
		try {
			return new ScriptedPeer(script);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.listener.getLocalPort();
	}

	URI uri() {
		return URI.create("tcp://127.0.0.1:" + port());
	}

	TcpConnectionFactory factory() {
		return factory(SocketSettings.defaults().withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30)));
	}

	TcpConnectionFactory factory(SocketSettings settings) {
		return TcpConnectionFactory.of(uri(), CODEC, settings);
	}

	FramedConnection connect() throws IOException {
		return factory().open(request(Duration.ofSeconds(30)));
	}

	static OpenRequest request(Duration limit) {
		return new OpenRequest("test", 1, 1, Deadline.after(limit), OpenReason.values()[0]);
	}

	/** The server's side of the next connection. */
	Socket accepted() throws InterruptedException {
		Socket socket = this.clients.poll(30, TimeUnit.SECONDS);
		if (socket == null) {
			throw new AssertionError("no connection");
		}
		return socket;
	}

	/** Waits, as a slow server does, unless the peer is closed. */
	void idle(Duration time) throws IOException {
		try {
			if (this.closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new IOException("closed");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	static void reset(Socket socket) throws IOException {
		socket.setOption(StandardSocketOptions.SO_LINGER, 0);
		socket.close();
	}

	static void write(Socket socket, byte[] bytes) throws IOException {
		OutputStream out = socket.getOutputStream();
		out.write(bytes);
		out.flush();
	}

	private void acceptAll(Script script) throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			this.sockets.add(client);
			client.setTcpNoDelay(true);
			this.clients.add(client);
			if (script != SILENT) {
				this.players.add(start(() -> script.play(client)));
			}
		}
	}

	private static Thread start(Part part) {
		Thread thread = new Thread(() -> {
			try {
				part.play();
			}
			catch (IOException ex) {
				// the peer or the client has ended it
			}
		}, "scripted-peer");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public void close() {
		try {
			this.closed.countDown();
			this.listener.close();
			// who was accepted last is among the sockets only then
			end(this.acceptor);
			for (Socket socket : this.sockets) {
				socket.close();
			}
			for (Thread player : this.players) {
				end(player);
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void end(Thread thread) throws InterruptedException {
		thread.join(30_000);
		if (thread.isAlive()) {
			throw new AssertionError("the script does not end");
		}
	}

	/** What the server does with a client. */
	interface Script {

		void play(Socket client) throws IOException;

	}

	private interface Part {

		void play() throws IOException;

	}

}
