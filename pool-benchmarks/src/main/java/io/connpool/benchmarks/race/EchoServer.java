package io.connpool.benchmarks.race;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/**
 * Sends back every byte it receives, on loopback, a thread a connection. Runs in a
 * process of its own and ends when its standard input does, hence with whoever started
 * it.
 */
public final class EchoServer {

	private static final int BACKLOG = 1024;

	private EchoServer() {
	}

	/**
	 * Prints the port, then serves.
	 * @param args none
	 * @throws IOException if there is no port
	 */
	@SuppressWarnings("resource") // Closed by the end of the process.
	public static void main(String[] args) throws IOException {
		ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		daemon("accept", () -> accept(server));
		System.out.println(server.getLocalPort());
		System.out.flush();
		while (System.in.read() >= 0) {
			// Nothing is ever sent; the end is what counts.
		}
		Runtime.getRuntime().halt(0);
	}

	private static void accept(ServerSocket server) {
		for (;;) {
			try {
				Socket socket = server.accept();
				daemon("echo", () -> echo(socket));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void echo(Socket socket) {
		byte[] buffer = new byte[4096];
		try (socket; InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
			socket.setTcpNoDelay(true);
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				out.write(buffer, 0, read);
			}
		}
		catch (SocketException ex) {
			// The client has gone without a word.
		}
		catch (IOException ex) {
			System.err.println(ex);
		}
	}

	private static void daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
