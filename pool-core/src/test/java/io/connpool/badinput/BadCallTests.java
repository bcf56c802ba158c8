package io.connpool.badinput;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.engine.ConnectionPools;
import io.connpool.jdbc.JdbcConnectionFactory;
import io.connpool.jdbc.PooledDataSource;
import io.connpool.jdbc.SessionProperty;
import io.connpool.net.EchoPing;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.LineCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Addresses, and arguments of calls. What is refused leaves everything as it was: the
 * pool, its leases and its connections go on.
 */
class BadCallTests {

	private static final List<Duration> NEGATIVE = List.of(Duration.ofNanos(-1), Duration.ofSeconds(-1),
			Rule.MOST_NEGATIVE);

	private static final String EXAMPLE = "it should look like tcp://localhost:9009";

	private final Codec codec = LineCodec.builder().build();

	private ServerSocket server;

	private ConnectionPool<FramedConnection> pool;

	@BeforeEach
	void open() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		URI uri = URI.create("tcp://127.0.0.1:" + this.server.getLocalPort());
		this.pool = ConnectionPools.builder(TcpConnectionFactory.of(uri, this.codec, SocketSettings.defaults()))
			.name("calls")
			.build();
	}

	@AfterEach
	void close() throws IOException {
		this.pool.close(Duration.ZERO);
		this.server.close();
	}

	@Test
	void everyAddressThatIsNoneIsRefused() throws IOException {
		List<BadInput> inputs = new ArrayList<>();
		for (String uri : List.of("udp://localhost:1", "http://localhost:80", "localhost:9009", "unix:/run/socket")) {
			inputs.add(address(uri, "scheme \"" + URI.create(uri).getScheme() + '"', "allowed: tcp"));
		}
		inputs.add(address("//localhost:9009", "scheme missing", "allowed: tcp"));
		inputs.add(address("", "scheme missing", "allowed: tcp"));
		for (String uri : List.of("tcp://:9009", "tcp:localhost:9009", "tcp:///", "tcp:/path")) {
			inputs.add(address(uri, "host missing", EXAMPLE));
		}
		for (String host : List.of("my_host", "host-", "-host", "1.2.3", "localhost,other")) {
			inputs.add(address("tcp://" + host + ":9009", "host \"" + host + "\" is not a valid host name", EXAMPLE));
		}
		for (String port : List.of("-1", "x", "99999999999", "1:2")) {
			inputs
				.add(address("tcp://localhost:" + port, "host \"localhost\"", "port is not a number from 1 to 65535"));
		}
		for (int port : new int[] { 0, 65_536, Integer.MAX_VALUE }) {
			inputs.add(address("tcp://localhost:" + port, "port " + port + ", allowed: 1 to 65535"));
		}
		inputs.add(address("tcp://localhost", "port missing, allowed: 1 to 65535"));
		inputs.add(address("tcp://localhost:", "port missing, allowed: 1 to 65535"));
		for (String path : List.of("/", "/path", "//")) {
			inputs.add(address("tcp://localhost:9009" + path, "nothing may follow the port", "a path", EXAMPLE));
		}
		inputs.add(address("tcp://localhost:9009?x=1", "nothing may follow the port", "a query", EXAMPLE));
		inputs.add(address("tcp://localhost:9009#x", "nothing may follow the port", "a fragment", EXAMPLE));
		inputs.add(address("tcp://joe@localhost:9009", "user info is not allowed", EXAMPLE));
		inputs.add(address("tcp://joe:hush@localhost:9009", "user info is not allowed", EXAMPLE));
		inputs.add(BadInput.ofNull("uri", () -> TcpConnectionFactory.of(null, this.codec, SocketSettings.defaults())));
		inputs.add(new BadInput("url = jdbc:nosuch:", () -> JdbcConnectionFactory.of("jdbc:nosuch://host/name"),
				IllegalArgumentException.class,
				List.of("no JDBC driver", "accepts jdbc:nosuch: URLs", "add the driver")));

		assertThat(BadInput.complaints(inputs)).isEmpty();
		BadInputPage.assertTells("addresses", inputs.size(), BadCallTests.class);
	}

	/** What is not where it belongs may be a password. */
	@Test
	void whatMayBeASecretIsNotRepeated() {
		for (String uri : List.of("tcp://joe:hush@localhost:9009", "tcp://joe:hush%40localhost:9009", "tcp://joe:hush",
				"tcp://localhost:9009/hush", "tcp://localhost:9009?password=hush", "tcp://localhost:9009#hush",
				"jdbc:nosuch://host/name?password=hush")) {
			BadInput secret = new BadInput(uri, () -> {
				try {
					if (uri.startsWith("jdbc:")) {
						JdbcConnectionFactory.of(uri);
					}
					TcpConnectionFactory.of(URI.create(uri), this.codec, SocketSettings.defaults());
				}
				catch (IllegalArgumentException ex) {
					throw new IllegalArgumentException(ex.getMessage().contains("hush") ? "told" : "kept", ex);
				}
			}, IllegalArgumentException.class, List.of("kept"));
			assertThat(BadInput.complaints(List.of(secret))).isEmpty();
		}
	}

	private BadInput address(String uri, String... words) {
		return new BadInput(uri, () -> TcpConnectionFactory.of(URI.create(uri), this.codec, SocketSettings.defaults()),
				IllegalArgumentException.class, List.of(words));
	}

	@Test
	void everyArgumentOfACallIsRefusedAndThePoolGoesOn() throws Exception {
		Map<String, List<BadInput>> calls = calls();
		List<BadInput> inputs = new ArrayList<>();
		calls.values().forEach(inputs::addAll);
		try (Lease<FramedConnection> lease = this.pool.acquire()) {
			FramedConnection connection = lease.connection();
			for (Duration timeout : NEGATIVE) {
				inputs.add(BadInput.ofArgument("timeout", timeout, "zero or more",
						() -> connection.exchange(new byte[] { 'x' }, timeout)));
			}
			inputs.add(BadInput.ofNull("timeout", () -> connection.exchange(new byte[] { 'x' }, null)));
			inputs.add(BadInput.ofNull("request", () -> connection.exchange(null)));
			inputs.add(BadInput.ofNull("request", () -> connection.exchange(null, Duration.ofSeconds(1))));
			inputs.add(BadInput.ofNull("message", () -> connection.send(null)));
			inputs.addAll(nulls());

			assertThat(BadInput.complaints(inputs)).isEmpty();
			assertThat(connection.isClean()).isTrue();
		}

		assertThat(calls.keySet()).as("calls that take arguments").isEqualTo(callsThereAre());
		assertThat(this.pool.stats().total()).as("the one connection that was opened before").isEqualTo(1);
		assertThat(this.pool.settings().maxSize()).isEqualTo(10);
		this.pool.acquire(Duration.ZERO).close();
		BadInputPage.assertTells("arguments of calls", inputs.size(), BadCallTests.class);
	}

	private Map<String, List<BadInput>> calls() {
		Map<String, List<BadInput>> calls = new TreeMap<>();
		String wait = "zero (do not wait) or more";
		calls.put("acquire(Duration)", negative("timeout", wait, this.pool::acquire));
		calls.put("acquireAsync(Duration)", negative("timeout", wait, this.pool::acquireAsync));
		List<BadInput> uses = negative("timeout", wait,
				(timeout) -> this.pool.execute(timeout, FramedConnection::isClean));
		uses.add(BadInput.ofNull("action", () -> this.pool.<Void, Exception>execute(Duration.ZERO, null)));
		calls.put("execute(Duration, ConnectionFunction)", uses);
		calls.put("close(Duration)", negative("drain", "zero (abort at once) or more", this.pool::close));
		calls.put("execute(ConnectionFunction)",
				List.of(BadInput.ofNull("action", () -> this.pool.<Void, Exception>execute(null))));
		List<BadInput> sizes = new ArrayList<>();
		for (int maxSize : new int[] { Integer.MIN_VALUE, -1, 0, 100_001, Integer.MAX_VALUE }) {
			sizes.add(BadInput.ofSetting("max-size", maxSize, "1 to 100000", () -> this.pool.resize(0, maxSize)));
		}
		for (int minIdle : new int[] { Integer.MIN_VALUE, -1, 6, Integer.MAX_VALUE }) {
			sizes.add(BadInput.ofSetting("min-idle", minIdle, "0 to max-size (5)", () -> this.pool.resize(minIdle, 5)));
		}
		calls.put("resize(int, int)", sizes);
		return calls;
	}

	private static List<BadInput> negative(String argument, String allowed, Call call) {
		List<BadInput> inputs = new ArrayList<>();
		for (Duration duration : NEGATIVE) {
			inputs.add(BadInput.ofArgument(argument, duration, allowed, () -> call.with(duration)));
		}
		inputs.add(BadInput.ofNull(argument, () -> call.with(null)));
		return inputs;
	}

	private static Set<String> callsThereAre() {
		Set<String> calls = new TreeSet<>();
		for (Method method : ConnectionPool.class.getMethods()) {
			if (method.getParameterCount() > 0) {
				calls.add(Arrays.stream(method.getParameterTypes())
					.map(Class::getSimpleName)
					.collect(Collectors.joining(", ", method.getName() + "(", ")")));
			}
		}
		return calls;
	}

	/** What is needed to make anything, left out. */
	private List<BadInput> nulls() {
		SocketSettings socket = SocketSettings.defaults();
		URI uri = URI.create("tcp://localhost:9009");
		TcpConnectionFactory factory = TcpConnectionFactory.of(uri, this.codec, socket);
		return List.of(BadInput.ofNull("factory", () -> ConnectionPools.builder(null)),
				BadInput.ofNull("listener", () -> ConnectionPools.builder(factory).listener(null)),
				BadInput.ofNull("threadFactory", () -> ConnectionPools.builder(factory).threadFactory(null)),
				BadInput.ofNull("clock", () -> ConnectionPools.builder(factory).clock(null)),
				BadInput.ofNull("settings", () -> ConnectionPools.builder(factory).settings(null)),
				BadInput.ofNull("codec", () -> TcpConnectionFactory.of(uri, null, socket)),
				BadInput.ofNull("socket", () -> TcpConnectionFactory.of(uri, this.codec, null)),
				BadInput.ofNull("request", () -> factory.validateWith(null, (reply) -> true)),
				BadInput.ofNull("reply", () -> factory.validateWith(new byte[0], null)),
				BadInput.ofNull("ping", () -> factory.validateWith(null)),
				BadInput.ofNull("request", () -> EchoPing.of(null, (nonce) -> new byte[0])),
				BadInput.ofNull("reply", () -> EchoPing.of((nonce) -> new byte[0], null)),
				BadInput.ofNull("url", () -> JdbcConnectionFactory.of((String) null)),
				BadInput.ofNull("user", () -> JdbcConnectionFactory.of("jdbc:h2:mem:", null, "")),
				BadInput.ofNull("password", () -> JdbcConnectionFactory.of("jdbc:h2:mem:", "", null)),
				BadInput.ofNull("properties", () -> JdbcConnectionFactory.of("jdbc:h2:mem:", (Properties) null)),
				BadInput.ofNull("statements",
						() -> JdbcConnectionFactory.of("jdbc:h2:mem:").withInitSql((String[]) null)),
				BadInput.ofNull("properties",
						() -> JdbcConnectionFactory.of("jdbc:h2:mem:").withRestored((SessionProperty[]) null)),
				BadInput.ofNull("dataSource", () -> JdbcConnectionFactory.of((DataSource) null)),
				BadInput.ofNull("pool", () -> new PooledDataSource((ConnectionPool<Connection>) null)));
	}

	/** A call with a duration. */
	private interface Call {

		void with(Duration duration) throws Exception;

	}

}
