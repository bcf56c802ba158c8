package io.connpool.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.connpool.Deadline;
import io.connpool.net.codec.Codec;

/**
 * Connects to the first address of a host that answers. Every address gets an equal share
 * of the time that is left, so that one behind a black hole does not use up what the
 * others need.
 */
final class TcpDial {

	/**
	 * Addresses tried of one host. Names in use have a handful; an answer of the DNS may
	 * hold thousands, each of which would cost an attempt and a line in the message.
	 */
	static final int MOST_TRIED = 16;

	private final TcpAddress address;

	private final Codec codec;

	private final SocketSettings settings;

	private final Resolver resolver;

	private final DeadlineWatch watch;

	TcpDial(TcpAddress address, Codec codec, SocketSettings settings, Resolver resolver, DeadlineWatch watch) {
		this.address = address;
		this.codec = codec;
		this.settings = settings;
		this.resolver = resolver;
		this.watch = watch;
	}

	FramedConnection open(Deadline deadline) throws IOException {
		Duration limit = deadline.remaining();
		InetAddress[] candidates = resolve();
		List<Attempt> failed = new ArrayList<>();
		int most = Math.min(candidates.length, MOST_TRIED);
		for (int i = 0; i < most; i++) {
			long share = deadline.remainingNanos() / (most - i);
			if (share == 0) {
				break;
			}
			try {
				return connect(new InetSocketAddress(candidates[i], this.address.port()), share);
			}
			catch (ClosedByInterruptException ex) {
				throw (IOException) new WireInterruptedException(this.address + " – interrupted while connecting",
						WirePhase.CONNECT, this.address.toString(), 0)
					.initCause(ex);
			}
			catch (IOException ex) {
				failed.add(new Attempt(candidates[i], ex));
			}
		}
		throw failure(failed, candidates.length, limit);
	}

	private InetAddress[] resolve() throws UnknownHostException {
		try {
			return this.resolver.resolve(this.address.host());
		}
		catch (UnknownHostException ex) {
			throw (UnknownHostException) new UnknownHostException(
					this.address + " – the host name cannot be resolved: " + ex.getMessage())
				.initCause(ex);
		}
	}

	private FramedConnection connect(InetSocketAddress target, long nanos) throws IOException {
		TcpWire wire = TcpWire.create(this.settings);
		WireGuard guard = new WireGuard(this.watch, wire::cut);
		TimedWire timed = new TimedWire(wire, guard,
				this.address + " (" + target.getAddress().getHostAddress() + ":" + target.getPort() + ")");
		boolean connected = false;
		try {
			guard.watch();
			guard.arm(nanos);
			wire.connect(target);
			connected = guard.disarm();
		}
		catch (IOException ex) {
			if (!guard.isExpired()) {
				throw ex;
			}
		}
		finally {
			if (!connected) {
				timed.cut();
			}
		}
		if (!connected) {
			Duration limit = Duration.ofNanos(nanos);
			throw new WireTimeoutException("no answer within " + limit.toMillis() + " ms", WirePhase.CONNECT,
					timed.peer(), 0, limit);
		}
		return new FramedConnection(timed, target, this.codec, this.settings);
	}

	private IOException failure(List<Attempt> failed, int candidates, Duration limit) {
		String tried = failed.isEmpty() ? "no time was left after resolving the host name"
				: failed.stream().map(Attempt::toString).collect(Collectors.joining(", "));
		boolean timedOut = failed.stream().allMatch((attempt) -> attempt.failure() instanceof WireTimeoutException);
		String message = this.address + " – cannot connect" + (timedOut ? " within " + limit.toMillis() + " ms" : "")
				+ ": " + tried + untried(candidates);
		IOException failure = timedOut
				? new WireTimeoutException(message, WirePhase.CONNECT, this.address.toString(), 0, limit)
				: new ConnectException(message);
		failed.forEach((attempt) -> failure.addSuppressed(attempt.failure()));
		return failure;
	}

	private static String untried(int candidates) {
		return (candidates > MOST_TRIED)
				? "; the host name has " + candidates + " addresses, of which the first " + MOST_TRIED + " are tried"
				: "";
	}

	/** Finds the addresses of a host, at least one, in the order in which to try them. */
	interface Resolver {

		InetAddress[] resolve(String host) throws UnknownHostException;

	}

	private record Attempt(InetAddress address, IOException failure) {

		@Override
		public String toString() {
			return this.address.getHostAddress() + " " + this.failure.getMessage();
		}

	}

}
