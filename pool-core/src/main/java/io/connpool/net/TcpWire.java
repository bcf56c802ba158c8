package io.connpool.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A TCP socket, see {@link DeadlineWatch} for why it is a blocking channel. */
/*
 * The channel changes to non-blocking for a poll and stays so until the next blocking
 * call, so that the checks of one release and the next acquire share one change each way.
 * A change is two fcntl on Java 17; from 21 on it is free for a channel that was
 * connected on, or ever blocked, a virtual thread, as the JDK keeps such descriptors
 * non-blocking underneath.
 */
final class TcpWire implements Wire {

	private final SocketChannel channel;

	private volatile boolean endedHere;

	TcpWire(SocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Creates a socket that is not connected yet.
	 * @param settings the socket's settings
	 * @return the wire
	 * @throws IOException if the system gives none, or not so
	 */
	static TcpWire create(SocketSettings settings) throws IOException {
		SocketChannel channel = SocketChannel.open();
		try {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, settings.tcpNoDelay());
			channel.setOption(StandardSocketOptions.SO_KEEPALIVE, settings.keepAlive());
			if (settings.sendBufferSize() > 0) {
				channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferSize());
			}
			if (settings.receiveBufferSize() > 0) {
				channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferSize());
			}
			return new TcpWire(channel);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	void connect(InetSocketAddress address) throws IOException {
		this.channel.connect(address);
		// the local port the system chose may be the very one that nobody listens on
		if (this.channel.getLocalAddress().equals(this.channel.getRemoteAddress())) {
			throw new ConnectException("connected to itself");
		}
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		block(true);
		return this.channel.read(target);
	}

	@Override
	public void write(ByteBuffer source) throws IOException {
		block(true);
		this.channel.write(source);
	}

	@Override
	public int poll(ByteBuffer target) throws IOException {
		block(false);
		return this.channel.read(target);
	}

	private void block(boolean blocking) throws IOException {
		if (this.channel.isBlocking() != blocking) {
			this.channel.configureBlocking(blocking);
		}
	}

	@Override
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	public boolean isEndedHere() {
		return this.endedHere;
	}

	@Override
	public void close() throws IOException {
		this.endedHere = true;
		this.channel.close();
	}

	@Override
	public void cut() {
		this.endedHere = true;
		try {
			// the peer learns at once, and the system does not go on sending for minutes
			this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
		catch (IOException ex) {
			// closed already, or about to be
		}
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// closed all the same
		}
	}

}
