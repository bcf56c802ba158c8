package io.connpool.fault;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A pool that is never closed. */
class JvmExitTests {

	@Test
	void jvmEndsThoughItsPoolWasNotClosed(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("log");
		Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx64m", "-cp", System.getProperty("java.class.path"), Forgetful.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			boolean ended = child.waitFor(60, TimeUnit.SECONDS);

			assertThat(ended).as(Files.readString(log)).isTrue();
			assertThat(child.exitValue()).as(Files.readString(log)).isZero();
			assertThat(Files.readString(log)).contains("active=1 idle=1");
		}
		finally {
			child.destroyForcibly().waitFor();
		}
	}

	/**
	 * Ends its main method with a lease out, another connection idle, and all threads up.
	 */
	static final class Forgetful {

		private Forgetful() {
		}

		public static void main(String[] args) throws Exception {
			EchoServer server = new EchoServer();
			ConnectionPool<FramedConnection> pool = ConnectionPools
				.builder(TcpConnectionFactory.of(URI.create("tcp://127.0.0.1:" + server.port()),
						LengthPrefixedCodec.builder().build(), SocketSettings.defaults()))
				.name("forgotten")
				.keepaliveInterval(Duration.ofSeconds(1))
				.build();
			Lease<FramedConnection> kept = pool.acquire();
			pool.acquire().close();
			System.out.println(pool.stats().gauges() + " " + kept.connection());
		}

	}

}
