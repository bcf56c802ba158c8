package io.connpool.benchmarks.race;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

import io.connpool.benchmarks.contender.Resource;

/**
 * A blocking socket to the echo server, as plain as a client can be. What it can tell
 * about its liveness is only whether it was closed on this side.
 */
final class EchoSocket implements Resource {

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	private final byte[] request = new byte[Exchanger.BYTES];

	private final byte[] reply = new byte[Exchanger.BYTES];

	EchoSocket(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
		this.in = this.socket.getInputStream();
		this.out = this.socket.getOutputStream();
	}

	void exchange() throws IOException {
		this.request[0]++;
		this.out.write(this.request);
		if (this.in.readNBytes(this.reply, 0, Exchanger.BYTES) < Exchanger.BYTES) {
			throw new EOFException("the echo server has gone");
		}
		if (this.reply[0] != this.request[0]) {
			throw new IOException("the answer is that to another request");
		}
	}

	@Override
	public boolean isAlive() {
		return !this.socket.isClosed();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
