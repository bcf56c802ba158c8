package io.connpool.benchmarks.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Fairness;
import io.connpool.IdleOrder;
import io.connpool.engine.ConnectionPools;
import io.connpool.jdbc.JdbcConnectionFactory;
import io.connpool.jdbc.PooledDataSource;
import io.connpool.net.EchoPing;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.net.codec.LineCodec;
import io.connpool.test.FaultProxy;
import org.h2.tools.Server;

/** All pools of the soak, each with a target of its own. */
final class Stations implements AutoCloseable {

	static final int READ_TIMEOUT_MILLIS = 1500;

	private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(1);

	/** Fewer than borrowers, but more than wait while a busy machine pauses. */
	private static final int MAX_WAITING = 250;

	/** No call holds a connection for longer, save over a line that drips. */
	private static final Duration LEAK = Duration.ofSeconds(45);

	private static final Codec BINARY = LengthPrefixedCodec.builder().build();

	private final List<Station> all = new ArrayList<>();

	private final Healing healing = new Healing();

	private final Consumer<String> told;

	private final Findings findings;

	private final Pulse pulse = new Pulse();

	private Stations(Consumer<String> told) {
		this.told = told;
		this.findings = new Findings(told);
	}

	/**
	 * Builds all pools and starts what they connect to.
	 * @param told is told how the soak goes, line by line
	 */
	static Stations open(Consumer<String> told) throws Exception {
		Stations stations = new Stations(told);
		stations.addPinging();
		stations.addStrict();
		stations.addBounded();
		stations.addLines();
		stations.addSessions();
		stations.addSql();
		return stations;
	}

	List<Station> all() {
		return List.copyOf(this.all);
	}

	Consumer<String> told() {
		return this.told;
	}

	Healing healing() {
		return this.healing;
	}

	Findings findings() {
		return this.findings;
	}

	Pulse pulse() {
		return this.pulse;
	}

	private void addPinging() throws IOException {
		Target target = target(Framing.BINARY);
		int id = this.all.size();
		TcpConnectionFactory factory = tcp(target, BINARY).validateWith(EchoPing
			.of((nonce) -> new Tag(id, Tag.PING, nonce).request(), (nonce) -> new Tag(id, Tag.PING, nonce).reply()));
		Ledger ledger = ledger("pinging", target);
		addFramed("framed TCP, validated by echo, min-idle 4, short lives, leaks watched", target, ledger,
				builder("pinging", factory, ledger).maxSize(16)
					.minIdle(4)
					.maxLifetime(Duration.ofSeconds(15))
					.keepaliveInterval(Duration.ofSeconds(1))
					.leakThreshold(LEAK)
					.build());
	}

	private void addStrict() throws IOException {
		Target target = target(Framing.BINARY);
		Ledger ledger = ledger("strict", target);
		addFramed("framed TCP, fairness strict, not validated", target, ledger,
				builder("strict", tcp(target, BINARY), ledger).maxSize(8).build());
	}

	private void addBounded() throws IOException {
		Target target = target(Framing.BINARY);
		Ledger ledger = ledger("bounded", target);
		addFramed("framed TCP, fairness bounded, max-uses 500", target, ledger,
				builder("bounded", tcp(target, BINARY), ledger).maxSize(8)
					.maxUses(500)
					.fairness(Fairness.BOUNDED)
					.build());
	}

	private void addFramed(String about, Target target, Ledger ledger, ConnectionPool<FramedConnection> pool) {
		add(about, pool, target, ledger, 4, new PoolCaller<>(pool, new Occupancy(ledger),
				(connection, tag) -> tag.verify(connection.exchange(tag.request()))));
	}

	private void addLines() throws IOException {
		Target target = target(Framing.LINES);
		Ledger ledger = ledger("lines", target);
		ConnectionPool<FramedConnection> pool = builder("lines", tcp(target, LineCodec.builder().build()), ledger)
			.maxSize(12)
			.minIdle(2)
			.idleOrder(IdleOrder.ROUND_ROBIN)
			.leakThreshold(LEAK)
			.build();
		add("lines of text over TCP, idle order round-robin, min-idle 2, leaks watched", pool, target, ledger, 4,
				new PoolCaller<>(pool, new Occupancy(ledger), (connection, tag) -> tag
					.verify(Framing.fromHex(text(connection.exchange(Framing.toHex(tag.request())))))));
	}

	private void addSessions() throws IOException {
		Target target = target(Framing.BINARY);
		Ledger ledger = ledger("sessions", target);
		ConnectionPool<TagSession> pool = builder("sessions",
				new TagSessionFactory(this.all.size(), target.proxy().address()), ledger)
			.maxSize(10)
			.idleOrder(IdleOrder.LRU)
			.maxLifetime(Duration.ofSeconds(20))
			.build();
		add("a factory of one's own on java.net.Socket, with validate and reset, without check", pool, target, ledger,
				4, new PoolCaller<>(pool, new Occupancy(ledger),
						(session, tag) -> session.exchange(tag, READ_TIMEOUT_MILLIS)));
	}

	private void addSql() throws SQLException {
		System.setProperty("h2.bindAddress", "127.0.0.1"); // or it listens to everybody
		// opened here, so that it is there for those who come over the network
		Connection anchor = DriverManager.getConnection("jdbc:h2:mem:soak;DB_CLOSE_DELAY=-1", "sa", "");
		Server server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon").start();
		FaultProxy proxy = FaultProxy.to("127.0.0.1", server.getPort());
		Target target = new Target(proxy, null, () -> {
			server.stop();
			anchor.close();
		}, new Trouble(this.healing));
		Ledger ledger = ledger("sql", target);
		ConnectionPool<Connection> pool = builder("sql",
				JdbcConnectionFactory.of(
						"jdbc:h2:tcp://127.0.0.1:" + proxy.port() + "/mem:soak;NETWORK_TIMEOUT=" + READ_TIMEOUT_MILLIS,
						"sa", ""),
				ledger)
			.maxSize(6)
			.openTimeout(Duration.ofSeconds(3))
			.leakThreshold(LEAK)
			.build();
		add("JDBC, H2 over TCP through a PooledDataSource, leaks watched", pool, target, ledger, 1,
				new SqlCaller(new PooledDataSource(pool), new Occupancy(ledger)));
	}

	private void add(String about, ConnectionPool<?> pool, Target target, Ledger ledger, int share, Caller caller) {
		this.all.add(new Station(this.all.size(), about, pool, target, caller, ledger, share));
	}

	private Target target(Framing framing) throws IOException {
		return Target.of(TagServer.start(framing), new Trouble(this.healing));
	}

	private Ledger ledger(String name, Target target) {
		return new Ledger(name, target.trouble(), this.findings, this.pulse, ACQUIRE_TIMEOUT);
	}

	private static TcpConnectionFactory tcp(Target target, Codec codec) {
		Duration timeout = Duration.ofMillis(READ_TIMEOUT_MILLIS);
		return TcpConnectionFactory.of(target.proxy().uri(), codec,
				SocketSettings.defaults().withTimeouts(timeout, timeout));
	}

	/** Impatient enough that everything happens within minutes. */
	private static <C> ConnectionPools.Builder<C> builder(String name, ConnectionFactory<C> factory, Ledger ledger) {
		return ConnectionPools.builder(factory)
			.name(name)
			.acquireTimeout(ACQUIRE_TIMEOUT)
			.maxWaiting(MAX_WAITING)
			.openTimeout(Duration.ofSeconds(1))
			.validationTimeout(Duration.ofMillis(500))
			.keepaliveInterval(Duration.ofSeconds(2))
			.idleTimeout(Duration.ofSeconds(5))
			.maxLifetime(Duration.ofSeconds(60))
			.closeTimeout(Duration.ofSeconds(1))
			.listener(new StationListener(ledger));
	}

	private static String text(byte[] message) {
		return new String(message, StandardCharsets.US_ASCII);
	}

	/** Ends what is behind the pools; the pools themselves were closed by the exam. */
	@Override
	public void close() throws Exception {
		for (Station station : this.all) {
			station.pool().close(Duration.ZERO);
			station.target().close();
		}
	}

}
