package io.connpool.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A proxy with plain sockets on both of its sides; the test plays the client and the
 * server.
 */
final class ProxyRig implements AutoCloseable {

	private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final FaultProxy proxy = FaultProxy.to("127.0.0.1", this.listener.getLocalPort());

	private final Deque<Socket> sockets = new ArrayDeque<>();

	ProxyRig() throws IOException {
		this.listener.setSoTimeout(10_000);
	}

	FaultProxy proxy() {
		return this.proxy;
	}

	/** Connects; the server's side may be missing. */
	Socket client() throws IOException {
		return prepared(new Socket(this.proxy.address().getAddress(), this.proxy.port()));
	}

	/** Connects, and takes the connection on the server's side. */
	Wire connect() throws IOException {
		Socket client = client();
		return new Wire(client, server());
	}

	/** Takes the next connection on the server's side. */
	Socket server() throws IOException {
		return prepared(this.listener.accept());
	}

	private Socket prepared(Socket socket) throws IOException {
		this.sockets.add(socket);
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(10_000);
		return socket;
	}

	static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	static void assertReceives(Socket socket, String text) throws IOException {
		byte[] received = socket.getInputStream().readNBytes(text.length());
		assertThat(new String(received, StandardCharsets.US_ASCII)).isEqualTo(text);
	}

	static void assertEnded(Socket socket) throws IOException {
		assertThat(socket.getInputStream().read()).isEqualTo(-1);
	}

	static void assertReset(Socket socket) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
			int next = socket.getInputStream().read();
			throw new AssertionError("read " + next);
		});
	}

	static void assertSilent(Socket socket) throws IOException {
		socket.setSoTimeout(60);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> {
			int next = socket.getInputStream().read();
			throw new AssertionError("read " + next);
		});
		socket.setSoTimeout(10_000);
	}

	@Override
	public void close() throws IOException {
		this.proxy.close();
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	/** Both ends of a connection through the proxy. */
	record Wire(Socket client, Socket server) {

		void request(String text) throws IOException {
			send(this.client, text);
		}

		void reply(String text) throws IOException {
			send(this.server, text);
		}

		void assertServerReceives(String text) throws IOException {
			assertReceives(this.server, text);
		}

		void assertClientReceives(String text) throws IOException {
			assertReceives(this.client, text);
		}

		void assertRequestArrivesAs(String sent, String received) throws IOException {
			request(sent);
			assertServerReceives(received);
		}

		/** Whether bytes pass both ways, whole and in order. */
		void assertHealthy() throws IOException {
			request("question");
			assertServerReceives("question");
			reply("answer");
			assertClientReceives("answer");
		}

	}

}
