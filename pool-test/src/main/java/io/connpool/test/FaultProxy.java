package io.connpool.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A TCP proxy that misbehaves on command: put it between a client and its server to see
 * what the client does when the network or the server fails.
 *
 * <pre class="code">
 * try (FaultProxy proxy = FaultProxy.to("localhost", server.port())) {
 *     var client = new Client(proxy.uri());
 *     proxy.next(Fault.cutAfter(7).inReplies());     // the next one dies in its reply
 *     proxy.connection(3).sendToClient((byte) 42);   // the third gets a byte nobody sent
 *     proxy.cut();                                   // all that are open are reset
 *     proxy.refuse();                                // and nobody can connect
 *     …
 *     proxy.restore();
 * }
 * </pre>
 *
 * <p>
 * {@link #cut}, {@link #refuse}, {@link #delay}, {@link #mute} and {@link #limit} strike
 * everybody. A {@link Fault} strikes those it is given to: {@link #next}, {@link #all},
 * {@link #connection one by its number}, or whom a {@link #script} says.
 *
 * <p>
 * Listens on the loopback interface only. What it counts is what a server would see:
 * {@link #accepted}, {@link #open} and {@link #peak}. Nothing is checked or understood:
 * the proxy sees bytes, not messages, and TLS passes as it is.
 *
 * <p>
 * <b>Threads:</b> any; each command has taken effect when it returns. One daemon thread
 * does the work for all connections and ends on {@link #close}.
 */
public final class FaultProxy implements AutoCloseable {

	private final ProxyLoop loop;

	private final FaultDesk desk;

	private final String target;

	private FaultProxy(int listenPort, String host, int port) {
		Allowed.port("listenPort", listenPort, 0);
		Objects.requireNonNull(host, "host");
		Allowed.port("port", port, 1);
		this.target = host + ":" + port;
		try {
			this.loop = new ProxyLoop(new InetSocketAddress(InetAddress.getLoopbackAddress(), listenPort), host, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + listenPort + ": " + ex.getMessage(), ex);
		}
		this.desk = this.loop.desk();
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
		this.loop.run(this.desk::cut);
	}

	/**
	 * Stops listening, so that new connections are refused, as if the server were down.
	 * Those that are open stay: {@link #cut} ends them. The port stays reserved.
	 */
	public void refuse() {
		this.loop.run(this.desk::refuse);
	}

	/**
	 * Listens again after {@link #refuse}.
	 */
	public void accept() {
		this.loop.run(this.desk::accept);
	}

	/**
	 * Delays all bytes, and the ends of connections, resets too, in each direction from
	 * now on; so a request and its reply take twice as long more. Connecting takes no
	 * longer.
	 * @param delay time added each way, up to 365 days; {@link Duration#ZERO} for none
	 */
	public void delay(Duration delay) {
		Allowed.time("delay", delay);
		this.loop.run(() -> this.desk.delay(delay.toNanos()));
	}

	/**
	 * Goes silent: connections are accepted and stay open, but from now on every byte
	 * either way is swallowed, as if by a black hole.
	 */
	public void mute() {
		this.loop.run(this.desk::mute);
	}

	/**
	 * Gives the next connections faults, one each, after those that earlier calls were
	 * for.
	 * @param faults what they are to suffer; {@link Fault#none()} lets one pass
	 */
	public void next(Fault... faults) {
		List<Fault> copy = List.of(Objects.requireNonNull(faults, "faults"));
		this.loop.run(() -> this.desk.plan((plan) -> plan.next(copy)));
	}

	/**
	 * Gives all connections a fault beside the one that each may have for itself, in
	 * place of the one that all had: those that are open, whose bytes count from now, and
	 * those to come.
	 * @param fault what they are to suffer; {@link Fault#none()} for nothing
	 */
	public void all(Fault fault) {
		Objects.requireNonNull(fault, "fault");
		this.loop.run(() -> this.desk.common(fault));
	}

	/**
	 * Has a script say which fault each connection to come has, unless it is given one by
	 * its number or by {@link #next}.
	 * @param script for example {@link FaultScript#random(long)}
	 */
	public void script(FaultScript script) {
		Objects.requireNonNull(script, "script");
		this.loop.run(() -> this.desk.plan((plan) -> plan.script(script)));
	}

	/**
	 * Returns one connection, to do it harm. It need not be there yet.
	 * @param number its place in the order of those accepted; one or more
	 * @return the connection of that number
	 */
	public ProxiedConnection connection(long number) {
		if (number < 1) {
			throw new IllegalArgumentException("number = " + number + ", allowed: one or more");
		}
		return new ProxiedConnection(this.loop, number);
	}

	/**
	 * Lets no more connections be open at the same time, as a server does that is full:
	 * further ones are accepted by the system and reset at once. They have no number and
	 * count as {@link #rejected} only. Those that are open stay.
	 * @param connections the largest number; zero or more
	 */
	public void limit(int connections) {
		if (connections < 0) {
			throw new IllegalArgumentException("connections = " + connections + ", allowed: zero or more");
		}
		this.loop.run(() -> this.desk.plan((plan) -> plan.limit(connections)));
	}

	/**
	 * Makes the proxy healthy: it listens, has no faults, limit or script any more, and
	 * forwards everything, what was delayed at once. A cut or a close of its own that was
	 * still to come does not come. Connections of which bytes were swallowed or changed
	 * are reset, since what follows would make no sense without them.
	 */
	public void restore() {
		this.loop.run(this.desk::restore);
	}

	/**
	 * Returns how many connections were accepted.
	 * @return the number since the start
	 */
	public long accepted() {
		return this.loop.counters().accepted();
	}

	/**
	 * Returns how many connections are open, as the server sees it: accepted, not reset,
	 * and not closed by the client.
	 * @return the number
	 */
	public int open() {
		return this.loop.counters().open();
	}

	/**
	 * Returns how many connections were open at the same time.
	 * @return the largest number so far
	 */
	public int peak() {
		return this.loop.counters().peak();
	}

	/**
	 * Returns how many connections were turned away since there were as many as
	 * {@link #limit} lets be.
	 * @return the number since the start
	 */
	public long rejected() {
		return this.loop.counters().rejected();
	}

	/**
	 * Returns how many bytes were passed on to the server.
	 * @return the number since the start, stray ones included
	 */
	public long requestBytes() {
		return this.loop.counters().requestBytes();
	}

	/**
	 * Returns how many bytes were passed on to clients.
	 * @return the number since the start, stray ones included
	 */
	public long replyBytes() {
		return this.loop.counters().replyBytes();
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
