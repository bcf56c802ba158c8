package io.connpool.benchmarks.soak;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection as people write it who have no pool in mind: a blocking socket. */
final class TagSession implements AutoCloseable {

	private final Socket socket = new Socket();

	private final DataInputStream in;

	private final OutputStream out;

	TagSession(InetSocketAddress address, int timeoutMillis) throws IOException {
		try {
			this.socket.connect(address, timeoutMillis);
			this.socket.setTcpNoDelay(true);
			this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream(), 512));
			this.out = this.socket.getOutputStream();
		}
		catch (IOException ex) {
			this.socket.close();
			throw ex;
		}
	}

	/** Asks, and makes sure that the reply is the one to that. */
	void exchange(Tag tag, int timeoutMillis) throws IOException {
		this.socket.setSoTimeout(timeoutMillis);
		this.out.write(Framing.BINARY.frame(tag.request()));
		tag.verify(Framing.BINARY.read(this.in));
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
