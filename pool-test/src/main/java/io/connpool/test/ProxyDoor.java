package io.connpool.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * Where clients come in; can be shut and opened again. Used by the loop's thread only.
 */
final class ProxyDoor {

	private static final int BACKLOG = 1024;

	private final Selector selector;

	private final InetSocketAddress address;

	private @Nullable ServerSocketChannel listener;

	/** Bound but not listening: keeps the port while connections are refused. */
	private @Nullable SocketChannel reservation;

	ProxyDoor(Selector selector, InetSocketAddress requested) throws IOException {
		this.selector = selector;
		ServerSocketChannel listening = listen(requested);
		this.listener = listening;
		this.address = (InetSocketAddress) listening.getLocalAddress();
	}

	InetSocketAddress address() {
		return this.address;
	}

	/** Returns the next client, or null if there is none. */
	@Nullable SocketChannel next() throws IOException {
		return (this.listener != null) ? this.listener.accept() : null;
	}

	void shut() throws IOException {
		if (this.listener == null) {
			return;
		}
		this.listener.close();
		this.listener = null;
		this.selector.selectNow(); // a registered channel is closed by the next selection
		SocketChannel bound = SocketChannel.open();
		this.reservation = bound;
		bound.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		bound.bind(this.address);
	}

	void open() throws IOException {
		if (this.reservation != null) {
			this.reservation.close();
			this.reservation = null;
		}
		if (this.listener == null) {
			this.listener = listen(this.address);
		}
	}

	/** Shuts for good; the selector is closed after it. */
	void close() throws IOException {
		if (this.listener != null) {
			this.listener.close();
		}
		if (this.reservation != null) {
			this.reservation.close();
		}
	}

	private ServerSocketChannel listen(InetSocketAddress requested) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			channel.bind(requested, BACKLOG);
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_ACCEPT);
			return channel;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

}
