package io.connpool.fault;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.EchoPing;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.test.FaultProxy;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool, a server that echoes, and a proxy between them for the test to misbehave with;
 * or another server, which the test brings. After each test the proxy is healed, and then
 * all must be well: see {@link Aftermath} and {@link Footprint}.
 */
final class Scene implements BeforeEachCallback, AfterEachCallback {

	/** Longest that a request waits for its reply. */
	static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

	private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

	private static final LongFunction<byte[]> NONCE = (nonce) -> ByteBuffer.allocate(Long.BYTES).putLong(nonce).array();

	private final AtomicLong asked = new AtomicLong();

	EchoServer server;

	FaultProxy proxy;

	Books<FramedConnection> books;

	ConnectionPool<FramedConnection> pool;

	private Footprint before;

	private final List<AutoCloseable> owned = new ArrayList<>();

	private Duration promised = Aftermath.PROMISED;

	private boolean overruns;

	private int exceeds;

	@Override
	public void beforeEach(ExtensionContext context) {
		this.before = Footprint.now();
		this.server = new EchoServer();
		this.proxy = FaultProxy.to("127.0.0.1", this.server.port());
	}

	/** Starts a pool of plain connections. */
	void start(UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		start(this.proxy.uri(), settings);
	}

	/** Starts a pool of plain connections to a server of the test's own. */
	void start(URI server, UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		start(Books.of(tcp(server)), settings);
	}

	/** Starts a pool of connections that are asked for the echo of a number. */
	void startValidating(UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		startValidating(this.proxy.uri(), settings);
	}

	/** Starts a pool of such connections to a server of the test's own. */
	void startValidating(URI server, UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		start(Books.validating(tcp(server).validateWith(EchoPing.of(NONCE, NONCE))), settings);
	}

	/** Starts a pool of connections that are open once the server has greeted. */
	void startGreeted(UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		this.server.greet();
		start(Books.greeted(tcp(this.proxy.uri()), FramedConnection::receive), settings);
	}

	/** Starts a pool whose factory the test makes of an honest one. */
	void startWith(Function<Books<FramedConnection>, ConnectionFactory<FramedConnection>> factory,
			UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		Books<FramedConnection> honest = Books.of(tcp(this.proxy.uri()));
		start(honest, factory.apply(honest), settings);
	}

	private void start(Books<FramedConnection> books,
			UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		start(books, books, settings);
	}

	private void start(Books<FramedConnection> books, ConnectionFactory<FramedConnection> factory,
			UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		this.books = books;
		this.pool = settings.apply(ConnectionPools.builder(factory).name("scene").maxSize(4)).build();
	}

	private static TcpConnectionFactory tcp(URI server) {
		return TcpConnectionFactory.of(server, LengthPrefixedCodec.builder().maxFrameSize(64 << 20).build(),
				SocketSettings.defaults().withTimeouts(READ_TIMEOUT, READ_TIMEOUT));
	}

	/** Has something closed at the end, when all is well again. */
	<T extends AutoCloseable> T owns(T thing) {
		this.owned.add(thing);
		return thing;
	}

	/** Says how long service takes to come back, if it is more than a second. */
	void comesBackWithin(Duration promised) {
		this.promised = promised;
	}

	/**
	 * Says that the test makes calls overrun their limits, whose places are given back.
	 */
	void hasCallsThatOverrun() {
		this.overruns = true;
	}

	/**
	 * Says by how many connections the test makes the pool exceed its size without
	 * knowing.
	 */
	void exceedsItsSizeBy(int connections) {
		this.exceeds = connections;
	}

	/** Asks for the echo of something that nobody else asks for. */
	void ask() throws IOException {
		String request = "request " + this.asked.incrementAndGet();
		byte[] reply = this.pool
			.execute((connection) -> connection.exchange(request.getBytes(StandardCharsets.US_ASCII)));
		if (!request.equals(new String(reply, StandardCharsets.US_ASCII))) {
			throw new AssertionError("somebody else's reply to " + request);
		}
	}

	/** Opens connections and leaves them idle. */
	void fill(int count) throws InterruptedException {
		List<Lease<FramedConnection>> leases = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			leases.add(this.pool.acquire());
		}
		leases.forEach(Lease::close);
		assertThat(this.pool.stats().idle()).isEqualTo(count);
	}

	private static void hello(FramedConnection connection) throws IOException {
		assertThat(connection.exchange(HELLO, Aftermath.PROMISED)).isEqualTo(HELLO);
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		try {
			this.proxy.restore();
			if (this.pool != null) {
				Aftermath<FramedConnection> aftermath = new Aftermath<>(this.pool, this.books, Scene::hello);
				int beyond = this.exceeds + (this.overruns ? this.pool.settings().maxQuarantined() : 0);
				aftermath.assertThatAllIsWell(this.promised, beyond);
				aftermath.assertThatNothingIsLeftOfThePool();
				assertThat(this.proxy.peak()).as("as seen by the server")
					.isLessThanOrEqualTo(this.pool.settings().maxSize() + beyond);
			}
		}
		finally {
			if (this.pool != null) {
				this.pool.close(Duration.ZERO);
			}
			this.proxy.close();
			this.server.close();
			for (AutoCloseable thing : this.owned) {
				thing.close();
			}
		}
		this.before.assertNothingIsLeft();
	}

}
