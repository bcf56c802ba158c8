package io.connpool.test;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a {@link FaultProxy}. Everything but the counters and the queue of
 * commands is touched by that thread only.
 */
final class ProxyLoop implements Runnable {

	private static final Logger LOGGER = LoggerFactory.getLogger(FaultProxy.class);

	private final Selector selector;

	private final ProxyDoor door;

	private final String targetHost;

	private final int targetPort;

	private final Thread thread;

	private final ProxyCommands commands;

	private final ProxyCounters counters = new ProxyCounters();

	private final FaultDesk desk;

	private final ProxyLinks links = new ProxyLinks();

	private final ByteBuffer scratch = ByteBuffer.allocateDirect(ProxyFlow.CHUNK);

	private boolean closing;

	ProxyLoop(InetSocketAddress requested, String targetHost, int targetPort) throws IOException {
		this((selector) -> new ProxyDoor(selector, requested), targetHost, targetPort);
	}

	ProxyLoop(Entrance entrance, String targetHost, int targetPort) throws IOException {
		this.targetHost = targetHost;
		this.targetPort = targetPort;
		this.selector = Selector.open();
		this.commands = new ProxyCommands(this.selector);
		try {
			this.door = entrance.door(this.selector);
		}
		catch (IOException ex) {
			this.selector.close();
			throw ex;
		}
		this.desk = new FaultDesk(this, this.selector, this.door, this.links);
		this.thread = new Thread(null, this, "fault-proxy-" + address().getPort(), 0, false);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	InetSocketAddress address() {
		return this.door.address();
	}

	ProxyCounters counters() {
		return this.counters;
	}

	/** Has the loop's thread do something, and waits until it is done. */
	void run(ProxyCommands.Action action) {
		if (Thread.currentThread() == this.thread) {
			throw new IllegalStateException("A script may not give orders to its proxy: it would wait for itself");
		}
		this.commands.run(action);
	}

	/** Accepts all that are connected already, and takes what has arrived. */
	void settle() throws IOException {
		boolean more = true;
		while (more) {
			this.selector.selectNow();
			more = handle();
		}
	}

	void close() {
		if (this.selector.isOpen()) {
			try {
				run(() -> this.closing = true);
			}
			catch (IllegalStateException ex) {
				// closed meanwhile
			}
		}
		boolean interrupted = false;
		while (this.thread.isAlive() && Thread.currentThread() != this.thread) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		try {
			while (!this.closing) {
				long nap = this.links.forward();
				select(Math.min(nap, this.door.rested(System.nanoTime())));
				this.commands.execute();
			}
		}
		finally {
			end();
		}
	}

	private void select(long nap) {
		try {
			if (nap == Long.MAX_VALUE) {
				this.selector.select();
			}
			else {
				this.selector.select(nap / 1_000_000 + 1);
			}
			handle();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Takes what the selection found; returns whether a client was accepted. */
	private boolean handle() {
		boolean knock = false;
		for (SelectionKey key : this.selector.selectedKeys()) {
			if (key.attachment() instanceof ProxyLink link) {
				link.ready(key);
				this.links.wake(link);
			}
			else {
				knock = key.isValid();
			}
		}
		this.selector.selectedKeys().clear();
		// last, and only one: what ended before the next began is not counted beside it
		SocketChannel client = knock ? this.door.next() : null;
		if (client == null) {
			return false;
		}
		if (this.desk.plan().admits(this.counters.open())) {
			link(this.counters.accept(), client);
		}
		else {
			this.counters.reject();
			ProxyLink.reset(client);
		}
		return true;
	}

	private void link(long number, SocketChannel client) {
		SocketChannel server = null;
		try {
			client.configureBlocking(false);
			client.setOption(StandardSocketOptions.TCP_NODELAY, true);
			server = SocketChannel.open();
			server.configureBlocking(false);
			server.setOption(StandardSocketOptions.TCP_NODELAY, true);
			server.connect(new InetSocketAddress(this.targetHost, this.targetPort));
			ProxyLink link = new ProxyLink(this, number, client, server);
			this.links.add(link);
			apply(link);
		}
		catch (IOException | UnresolvedAddressException ex) {
			// the server cannot be reached, and the client may know
			ProxyLink.reset(client);
			if (server != null) {
				ProxyLink.reset(server);
			}
			this.counters.gone();
		}
	}

	private void apply(ProxyLink link) {
		try {
			this.desk.plan().apply(link);
		}
		catch (RuntimeException | Error ex) { // of the user's script
			LOGGER.error("{} - connection {} is reset, since its script failed", this.thread.getName(), link.number(),
					ex);
			link.cut();
		}
	}

	ProxyLinks links() {
		return this.links;
	}

	Selector selector() {
		return this.selector;
	}

	ByteBuffer scratch() {
		this.scratch.clear();
		return this.scratch;
	}

	FaultDesk desk() {
		return this.desk;
	}

	/** Whatever fails of it, nobody waits any longer. */
	private void end() {
		try {
			this.links.all().forEach(ProxyLink::cut);
		}
		finally {
			try {
				closeAll(this.door::close, this.selector);
			}
			finally {
				this.commands.refuse();
			}
		}
	}

	private static void closeAll(Closeable first, Closeable second) {
		try (second) {
			first.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return (this.selector.isOpen() ? "" : "closed, ") + this.counters;
	}

	/** Makes the door. */
	@FunctionalInterface
	interface Entrance {

		ProxyDoor door(Selector selector) throws IOException;

	}

}
