package io.connpool.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The one thread of a {@link FaultProxy}. Everything but the counters and the queue of
 * commands is touched by that thread only.
 */
final class ProxyLoop implements Runnable {

	private final Selector selector;

	private final ProxyDoor door;

	private final String targetHost;

	private final int targetPort;

	private final Thread thread;

	private final ProxyCommands commands;

	private final Set<ProxyLink> links = new LinkedHashSet<>();

	/** Those of them that have something to pass on, or may have. */
	private final Set<ProxyLink> busy = new LinkedHashSet<>();

	private final ByteBuffer scratch = ByteBuffer.allocateDirect(ProxyFlow.CHUNK);

	private long delayNanos;

	private boolean muted;

	private boolean closing;

	/** These three are written by the loop's thread and read by any. */
	private volatile long accepted;

	private volatile int open;

	private volatile int peak;

	ProxyLoop(InetSocketAddress requested, String targetHost, int targetPort) throws IOException {
		this.targetHost = targetHost;
		this.targetPort = targetPort;
		this.selector = Selector.open();
		this.commands = new ProxyCommands(this.selector);
		try {
			this.door = new ProxyDoor(this.selector, requested);
		}
		catch (IOException ex) {
			this.selector.close();
			throw ex;
		}
		this.thread = new Thread(null, this, "fault-proxy-" + address().getPort(), 0, false);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	InetSocketAddress address() {
		return this.door.address();
	}

	long accepted() {
		return this.accepted;
	}

	int open() {
		return this.open;
	}

	int peak() {
		return this.peak;
	}

	/** Has the loop's thread do something, and waits until it is done. */
	void run(ProxyCommands.Action action) {
		this.commands.run(action);
	}

	void cut() throws IOException {
		boolean more = true;
		while (more) { // those too that are connected but were not accepted yet
			this.selector.selectNow();
			more = handle();
		}
		List.copyOf(this.links).forEach(ProxyLink::cut);
		this.selector.selectNow(); // registered channels are closed by the next selection
	}

	void refuse() throws IOException {
		this.door.shut();
	}

	void accept() throws IOException {
		this.door.open();
	}

	void delay(long nanos) {
		this.delayNanos = nanos;
	}

	void mute() {
		this.muted = true;
		this.links.forEach(ProxyLink::drop);
	}

	void restore() throws IOException {
		accept();
		this.delayNanos = 0;
		this.muted = false;
		for (ProxyLink link : List.copyOf(this.links)) {
			if (link.hasLost()) {
				link.cut();
			}
			else {
				link.hurry();
				this.busy.add(link);
			}
		}
		this.selector.selectNow();
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
				long nap = forward();
				select(nap);
				this.commands.execute();
			}
		}
		finally {
			end();
		}
	}

	/** Passes on what is due; returns nanoseconds until more is. */
	private long forward() {
		long now = System.nanoTime();
		long nap = Long.MAX_VALUE;
		for (ProxyLink link : List.copyOf(this.busy)) {
			long wait = link.forward(now);
			nap = Math.min(nap, wait);
			if (wait == Long.MAX_VALUE) {
				this.busy.remove(link);
			}
		}
		return nap;
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
	private boolean handle() throws IOException {
		boolean knock = false;
		for (SelectionKey key : this.selector.selectedKeys()) {
			if (key.attachment() instanceof ProxyLink link) {
				link.ready(key);
				this.busy.add(link);
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
		this.accepted = this.accepted + 1;
		this.open = this.open + 1;
		this.peak = Math.max(this.peak, this.open);
		link(client);
		return true;
	}

	private void link(SocketChannel client) {
		SocketChannel server = null;
		try {
			client.configureBlocking(false);
			client.setOption(StandardSocketOptions.TCP_NODELAY, true);
			server = SocketChannel.open();
			server.configureBlocking(false);
			server.setOption(StandardSocketOptions.TCP_NODELAY, true);
			server.connect(new InetSocketAddress(this.targetHost, this.targetPort));
			this.links.add(new ProxyLink(this, client, server));
		}
		catch (IOException | UnresolvedAddressException ex) {
			// the server cannot be reached, and the client may know
			ProxyLink.reset(client);
			if (server != null) {
				ProxyLink.reset(server);
			}
			clientGone();
		}
	}

	Selector selector() {
		return this.selector;
	}

	ByteBuffer scratch() {
		this.scratch.clear();
		return this.scratch;
	}

	long delayNanos() {
		return this.delayNanos;
	}

	boolean isMuted() {
		return this.muted;
	}

	void clientGone() {
		this.open = this.open - 1;
	}

	void forget(ProxyLink link) {
		this.links.remove(link);
		this.busy.remove(link);
	}

	private void end() {
		List.copyOf(this.links).forEach(ProxyLink::cut);
		try {
			this.door.close();
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.commands.refuse();
		}
	}

	@Override
	public String toString() {
		return (this.selector.isOpen() ? "" : "closed, ") + this.open + " open, " + this.accepted + " accepted";
	}

}
