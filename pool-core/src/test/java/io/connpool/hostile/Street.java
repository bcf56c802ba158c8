package io.connpool.hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/**
 * The main program of a small JVM: pools whose servers are hostile, one kind after the
 * other, next to two whose servers are not. Prints a line for each and exits with 0 only
 * if every error was the one expected, every connection was closed, heap, direct memory
 * and threads stayed as they were when warm, and the neighbours noticed nothing.
 */
final class Street {

	private static final byte[] REQUEST = "HELLO".getBytes(StandardCharsets.US_ASCII);

	private static final int CALLERS = 4;

	private static final int EMPTY_FRAMES = 10_000_000;

	private static final int NEIGHBOURS = 2;

	/** Of the heap, and of memory beside it. */
	private static final long ALLOWED_GROWTH = 2 << 20;

	/** Of threads: one for each visit would be more. */
	private static final int ALLOWED_THREADS = CALLERS;

	/**
	 * For the slowest use of a neighbour, beside the time for which the machine stood
	 * still. Milliseconds would do, if it had nothing else to do.
	 */
	private static final Duration ALLOWED_STALL = Duration.ofSeconds(5);

	private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

	private final Pulse pulse = new Pulse();

	private final List<Neighbour> neighbours = new ArrayList<>();

	private Street() throws IOException {
		for (int i = 1; i <= NEIGHBOURS; i++) {
			this.neighbours.add(new Neighbour("neighbour-" + i));
		}
	}

	public static void main(String[] args) throws Exception {
		((Logger) LoggerFactory.getLogger("io.connpool")).setLevel(Level.WARN);
		Street street = new Street();
		street.live();
		street.leave();
		street.complaints.forEach(System.out::println);
		// threads of servers are daemons, those of the pools are what is looked at here
		System.exit(street.complaints.isEmpty() ? 0 : 1);
	}

	private void live() throws Exception {
		System.out.printf("%-26s %6s %8s %9s %10s %8s %11s%n", "hostility", "uses", "opened", "heap KiB", "direct KiB",
				"threads", "neighbours");
		for (Hostility hostility : Hostility.values()) {
			visit(hostility, 1);
		}
		Usage warm = line("warm", 0, 0, neighbourUses());
		for (Hostility hostility : Hostility.values()) {
			List<Long> before = neighbourUses();
			int uses = CALLERS * (hostility.isSlow() ? 3 : 100);
			int opened = visit(hostility, uses / CALLERS);
			check(warm, line(hostility.name(), uses, opened, before), hostility.name());
			if (!this.complaints.isEmpty()) {
				return; // all that follows would be waited for, and be as bad
			}
		}
		List<Long> before = neighbourUses();
		readEmptyFrames();
		check(warm, line("TEN_MILLION_EMPTY_FRAMES", 1, 1, before), "TEN_MILLION_EMPTY_FRAMES");
	}

	private void leave() throws IOException {
		for (Neighbour neighbour : this.neighbours) {
			neighbour.close();
			this.complaints.addAll(neighbour.complaints());
			System.out.println("slowest use of " + neighbour + ": " + neighbour.slowest().toMillis() + " ms");
			if (neighbour.slowest().compareTo(ALLOWED_STALL.plus(this.pulse.longest())) > 0) {
				this.complaints.add(neighbour + " – stalled for " + neighbour.slowest().toMillis()
						+ " ms, the machine for " + this.pulse.longest().toMillis() + " ms");
			}
		}
	}

	private List<Long> neighbourUses() {
		return this.neighbours.stream().map(Neighbour::uses).toList();
	}

	/** Returns how many connections the server has seen. */
	private int visit(Hostility hostility, int rounds) throws Exception {
		try (CountingServer server = new CountingServer(hostility::play)) {
			ConnectionPool<FramedConnection> pool = pool(hostility, server);
			List<Thread> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				Thread caller = new Thread(() -> call(hostility, server, pool, rounds), "caller");
				callers.add(caller);
				caller.start();
			}
			for (Thread caller : callers) {
				caller.join();
			}
			pool.close();
			await(hostility + " – connections are left", () -> server.open() == 0);
			int uses = CALLERS * rounds;
			if (server.accepted() < uses) {
				this.complaints.add(hostility + " – " + server.accepted() + " connections for " + uses
						+ " uses: a spoilt one was lent again");
			}
			// whoever supplies may have counted a caller who was served in that instant
			else if (server.accepted() > uses + CALLERS) {
				this.complaints.add(hostility + " – " + server.accepted() + " connections for " + uses
						+ " uses: opened for nobody");
			}
			return server.accepted();
		}
	}

	private void call(Hostility hostility, CountingServer server, ConnectionPool<FramedConnection> pool, int rounds) {
		for (int i = 0; i < rounds; i++) {
			Throwable failure = null;
			long begun = System.nanoTime();
			try {
				pool.execute((connection) -> connection.exchange(REQUEST));
			}
			catch (Throwable ex) {
				failure = ex;
			}
			long took = System.nanoTime() - begun;
			String complaint = hostility.complaint(failure, server.uri().toString());
			if (complaint == null && took > TimeUnit.SECONDS.toNanos(30)) {
				complaint = "took " + TimeUnit.NANOSECONDS.toMillis(took) + " ms";
			}
			if (complaint != null && this.complaints.size() < 20) {
				this.complaints.add(hostility + " – " + complaint);
			}
		}
	}

	/** A client that wants them all gets them, and no more memory is used for it. */
	private void readEmptyFrames() throws Exception {
		try (CountingServer server = new CountingServer(Street::sendEmptyFrames)) {
			ConnectionPool<FramedConnection> pool = pool(Hostility.FLOODS_WITH_EMPTY_FRAMES, server);
			pool.execute((connection) -> {
				connection.send(REQUEST);
				for (int i = 0; i < EMPTY_FRAMES; i++) {
					if (connection.receive().length > 0) {
						throw new IOException("not empty");
					}
				}
				return true;
			});
			pool.close();
			await("ten million empty frames – connections are left", () -> server.open() == 0);
		}
	}

	private static void sendEmptyFrames(Socket client) throws IOException {
		byte[] thousand = new byte[4 * 1000];
		for (int i = 0; i < EMPTY_FRAMES / 1000; i++) {
			client.getOutputStream().write(thousand);
		}
	}

	private static ConnectionPool<FramedConnection> pool(Hostility hostility, CountingServer server) {
		SocketSettings socket = SocketSettings.defaults().withTimeouts(hostility.limit(), Duration.ofSeconds(20));
		return ConnectionPools.builder(TcpConnectionFactory.of(server.uri(), hostility.codec(), socket))
			.name("hostile")
			.maxSize(CALLERS)
			.acquireTimeout(Duration.ofSeconds(20))
			.build();
	}

	private void check(Usage warm, Usage now, String what) {
		if (now.heap() > warm.heap() + ALLOWED_GROWTH) {
			this.complaints.add(what + " – the heap grew after a collection: " + warm + ", then " + now);
		}
		await(what + " – memory beside the heap or threads are left: " + warm + ", then " + now,
				() -> isAsBefore(warm, Usage.now()));
	}

	private static boolean isAsBefore(Usage warm, Usage now) {
		return now.direct() <= warm.direct() + ALLOWED_GROWTH && now.threads() <= warm.threads() + ALLOWED_THREADS;
	}

	/** Prints a line of the sheet. Returns what is in use. */
	private Usage line(String what, int uses, int opened, List<Long> neighboursBefore) {
		Usage usage = Usage.settled();
		List<Long> served = new ArrayList<>();
		for (int i = 0; i < NEIGHBOURS; i++) {
			served.add(this.neighbours.get(i).uses() - neighboursBefore.get(i));
			if (uses > 0 && served.get(i) == 0) {
				this.complaints.add(what + " – " + this.neighbours.get(i) + " was not served meanwhile");
			}
		}
		System.out.printf(Locale.ROOT, "%-26s %6d %8d %9d %10d %8d %11s%n", what, uses, opened, usage.heap() >> 10,
				usage.direct() >> 10, usage.threads(), served);
		return usage;
	}

	private void await(String otherwise, Callable<Boolean> condition) {
		try {
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
		}
		catch (RuntimeException ex) {
			this.complaints.add(otherwise + ": " + ex.getMessage());
		}
	}

}
