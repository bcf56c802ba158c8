package io.connpool.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients come in; can be shut and opened again. Used by the loop's thread only.
 * Not final, because tests have it fail.
 */
class ProxyDoor {

	private static final Logger LOGGER = LoggerFactory.getLogger(FaultProxy.class);

	private static final int BACKLOG = 1024;

	/** Before another try: who failed for want of file handles would fail at once. */
	private static final long REST = TimeUnit.MILLISECONDS.toNanos(50);

	private final Selector selector;

	private final InetSocketAddress address;

	private @Nullable ServerSocketChannel listener;

	/** Bound but not listening: keeps the port while connections are refused. */
	private @Nullable SocketChannel reservation;

	/** Whether nobody is let in until a rest is over. */
	private boolean resting;

	private long restsUntil;

	/** Whether the last try failed, so that a warning comes once. */
	private boolean failing;

	ProxyDoor(Selector selector, InetSocketAddress requested) throws IOException {
		this.selector = selector;
		ServerSocketChannel listening = listen(requested);
		this.listener = listening;
		this.address = (InetSocketAddress) listening.getLocalAddress();
	}

	final InetSocketAddress address() {
		return this.address;
	}

	/** Returns the next client, or null if there is none, or none can be had now. */
	final @Nullable SocketChannel next() {
		ServerSocketChannel open = this.listener;
		if (open == null) {
			return null;
		}
		try {
			SocketChannel client = accept(open);
			this.failing = false;
			return client;
		}
		catch (IOException ex) {
			if (!this.failing) {
				LOGGER.warn("{} - cannot accept clients, trying again", this.address, ex);
			}
			this.failing = true;
			rest(open);
			return null;
		}
	}

	@Nullable SocketChannel accept(ServerSocketChannel from) throws IOException {
		return from.accept();
	}

	private void rest(ServerSocketChannel open) {
		open.keyFor(this.selector).interestOps(0);
		this.restsUntil = System.nanoTime() + REST;
		this.resting = true;
	}

	/**
	 * Ends a rest that is over.
	 * @param now the present instant
	 * @return nanoseconds until it is, {@link Long#MAX_VALUE} if there is none
	 */
	final long rested(long now) {
		long left = this.restsUntil - now;
		if (this.resting && left > 0) {
			return left;
		}
		if (this.resting && this.listener != null) {
			this.listener.keyFor(this.selector).interestOps(SelectionKey.OP_ACCEPT);
		}
		this.resting = false;
		return Long.MAX_VALUE;
	}

	final void shut() throws IOException {
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

	final void open() throws IOException {
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
		try {
			if (this.listener != null) {
				this.listener.close();
			}
		}
		finally {
			if (this.reservation != null) {
				this.reservation.close();
			}
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
