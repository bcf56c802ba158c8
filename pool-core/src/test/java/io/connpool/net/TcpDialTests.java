package io.connpool.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.ConnectionOpenException;
import io.connpool.ConnectionPool;
import io.connpool.Deadline;
import io.connpool.fault.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TcpDialTests {

	@RegisterExtension
	final Oracle oracle = new Oracle();

	@Test
	void hostWithThousandsOfAddressesCostsSixteenAttempts() throws IOException {
		InetAddress[] many = new InetAddress[4000];
		Arrays.fill(many, InetAddress.getLoopbackAddress());
		TcpDial dial = new TcpDial(TcpAddress.of(URI.create("tcp://many.example:" + unusedPort())), ScriptedPeer.CODEC,
				SocketSettings.defaults(), (host) -> many, DeadlineWatch.SHARED);

		assertThatIOException().isThrownBy(() -> dial.open(Deadline.after(Duration.ofSeconds(30))))
			.withMessageEndingWith("; the host name has 4000 addresses, of which the first 16 are tried")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(16))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(2000));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void nameIsResolvedAnewForEveryConnection() throws Exception {
		ScriptedPeer first = this.oracle.owns(ScriptedPeer.playing(ScriptedPeer.ECHO));
		AtomicReference<String> address = new AtomicReference<>("127.0.0.1");
		TcpDial dial = new TcpDial(new TcpAddress("moving.example", first.port()), ScriptedPeer.CODEC,
				SocketSettings.defaults(), (host) -> new InetAddress[] { InetAddress.getByName(address.get()) },
				DeadlineWatch.SHARED);
		ConnectionPool<FramedConnection> pool = this.oracle.pool((request) -> dial.open(request.deadline()),
				(settings) -> settings.name("moving"), (connection) -> connection.exchange(new byte[1]));
		this.oracle.curedBy(() -> address.set("127.0.0.1"));
		assertThat(addressOf(pool)).isEqualTo("127.0.0.1");

		address.set("127.0.0.2");
		assertThat(addressOf(pool)).as("connections stay").isEqualTo("127.0.0.1");
		pool.evictAll();

		assertThatExceptionOfType(ConnectionOpenException.class).isThrownBy(() -> addressOf(pool))
			.withStackTraceContaining("127.0.0.2 Connection refused");
	}

	private static String addressOf(ConnectionPool<FramedConnection> pool) throws IOException {
		return pool
			.execute((connection) -> ((InetSocketAddress) connection.remoteAddress()).getAddress().getHostAddress());
	}

	private static int unusedPort() {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			return peer.port();
		}
	}

}
