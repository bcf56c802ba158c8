package io.connpool.benchmarks.soak;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Answers every request with the tag that is in it, on loopback, a thread a connection.
 * Can be down: then it ends all connections, and new ones as soon as they are there.
 */
final class TagServer implements AutoCloseable {

	private static final int BACKLOG = 1024;

	private final Framing framing;

	private final ServerSocket door;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private volatile boolean down;

	private volatile UnaryOperator<Tag> answer = UnaryOperator.identity();

	private TagServer(Framing framing) throws IOException {
		this.framing = framing;
		this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
	}

	static TagServer start(Framing framing) throws IOException {
		TagServer server = new TagServer(framing);
		daemon("soak-server-" + server.port(), server::accept);
		return server;
	}

	int port() {
		return this.door.getLocalPort();
	}

	Framing framing() {
		return this.framing;
	}

	void down() {
		this.down = true;
		this.open.forEach(TagServer::close);
	}

	void up() {
		this.down = false;
	}

	/** Plants a defect: what the reply says instead of what was asked. */
	void answerWith(UnaryOperator<Tag> answer) {
		this.answer = answer;
	}

	private void accept() {
		while (!this.door.isClosed()) {
			try {
				Socket socket = this.door.accept();
				daemon("soak-server-" + port() + "-" + socket.getPort(), () -> serve(socket));
			}
			catch (IOException ex) {
				// closed, or a client that has gone already
			}
		}
	}

	private void serve(Socket socket) {
		this.open.add(socket);
		try (socket) {
			socket.setTcpNoDelay(true);
			DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 512));
			OutputStream out = socket.getOutputStream();
			while (!this.down) {
				Tag tag = Tag.ofRequest(this.framing.read(in));
				if (tag == null) {
					return; // damaged on its way: whoever sent it has to start anew
				}
				out.write(this.framing.frame(this.answer.apply(tag).reply()));
			}
		}
		catch (IOException ex) {
			// the client has gone, or the server is down
		}
		finally {
			this.open.remove(socket);
		}
	}

	@Override
	public void close() throws IOException {
		this.door.close();
		down();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// closed all the same
		}
	}

	private static void daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
