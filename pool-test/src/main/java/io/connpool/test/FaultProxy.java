package io.connpool.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/**
 * A TCP proxy that misbehaves on command: put it between a client and its server to see
 * what the client does when the network or the server fails.
 *
 * <pre class="code">
 * try (FaultProxy proxy = FaultProxy.to("localhost", server.port())) {
 *     var client = new Client(proxy.uri());
 *     proxy.cut();          // every connection is reset
 *     proxy.refuse();       // and nobody can connect
 *     …
 *     proxy.restore();
 * }
 * </pre>
 *
 * <p>
 * Listens on the loopback interface only. What it counts is what a server would see:
 * {@link #accepted}, {@link #open} and {@link #peak}.
 *
 * <p>
 * <b>Threads:</b> any; each command has taken effect when it returns. One daemon thread
 * does the work for all connections and ends on {@link #close}.
 */
public final class FaultProxy implements AutoCloseable {

	private final ProxyLoop loop;

	private final String target;

	private FaultProxy(int listenPort, String host, int port) {
		this.target = host + ":" + port;
		try {
			this.loop = new ProxyLoop(new InetSocketAddress(InetAddress.getLoopbackAddress(), listenPort), host, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + listenPort + ": " + ex.getMessage(), ex);
		}
		this.loop.start();
	}

	/**
	 * Starts a proxy on a free port.
	 * @param host the server's host, resolved anew for each connection
	 * @param port the server's port
	 * @return the proxy, healthy
	 * @throws UncheckedIOException if it cannot listen
	 */
	public static FaultProxy to(String host, int port) {
		return new FaultProxy(0, host, port);
	}

	/**
	 * Starts a proxy on a given port.
	 * @param listenPort the port that clients connect to; 0 for a free one
	 * @param host the server's host, resolved anew for each connection
	 * @param port the server's port
	 * @return the proxy, healthy
	 * @throws UncheckedIOException if it cannot listen there
	 */
	public static FaultProxy listeningOn(int listenPort, String host, int port) {
		return new FaultProxy(listenPort, host, port);
	}

	/**
	 * Returns the port that clients connect to.
	 * @return the port, the same after {@link #refuse} and {@link #accept}
	 */
	public int port() {
		return this.loop.address().getPort();
	}

	/**
	 * Returns the address that clients connect to.
	 * @return the loopback address and the port
	 */
	public InetSocketAddress address() {
		return this.loop.address();
	}

	/**
	 * Returns the address that clients connect to, as a URI.
	 * @return for example {@code tcp://127.0.0.1:40001}
	 */
	public URI uri() {
		return URI.create("tcp://" + address().getAddress().getHostAddress() + ":" + port());
	}

	/**
	 * Resets all connections. Later ones are not affected.
	 */
	public void cut() {
		this.loop.run(this.loop::cut);
	}

	/**
	 * Stops listening, so that new connections are refused, as if the server were down.
	 * Those that are open stay: {@link #cut} ends them. The port stays reserved.
	 */
	public void refuse() {
		this.loop.run(this.loop::refuse);
	}

	/**
	 * Listens again after {@link #refuse}.
	 */
	public void accept() {
		this.loop.run(this.loop::accept);
	}

	/**
	 * Delays all bytes, and the ends of connections, in each direction from now on; so a
	 * request and its reply take twice as long more. Connecting takes no longer.
	 * @param delay time added each way; {@link Duration#ZERO} for none
	 */
	public void delay(Duration delay) {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay = " + delay + ", allowed: zero or more");
		}
		this.loop.run(() -> this.loop.delay(delay.toNanos()));
	}

	/**
	 * Goes silent: connections are accepted and stay open, but from now on every byte
	 * either way is swallowed, as if by a black hole.
	 */
	public void mute() {
		this.loop.run(this.loop::mute);
	}

	/**
	 * Makes the proxy healthy: it listens, delays nothing and forwards everything, what
	 * was delayed at once. Connections of which bytes were swallowed are reset, since
	 * what follows would make no sense without them.
	 */
	public void restore() {
		this.loop.run(this.loop::restore);
	}

	/**
	 * Returns how many connections were accepted.
	 * @return the number since the start
	 */
	public long accepted() {
		return this.loop.accepted();
	}

	/**
	 * Returns how many connections are open, as the server sees it: accepted, not reset,
	 * and not closed by the client.
	 * @return the number
	 */
	public int open() {
		return this.loop.open();
	}

	/**
	 * Returns how many connections were open at the same time.
	 * @return the largest number so far
	 */
	public int peak() {
		return this.loop.peak();
	}

	/**
	 * Resets all connections, stops listening and ends the proxy's thread. Closing again
	 * does nothing.
	 */
	@Override
	public void close() {
		this.loop.close();
	}

	@Override
	public String toString() {
		return "FaultProxy[" + uri() + " -> " + this.target + ", " + this.loop + "]";
	}

}
