package io.connpool.fault;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.connpool.AcquireTimeoutException;
import io.connpool.Lease;
import io.connpool.net.FramedConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The system has no more of something. */
@Tag("netns")
class ExhaustionKernelTests {

	private static final String RANGE = "/proc/sys/net/ipv4/ip_local_port_range";

	@RegisterExtension
	final Scene scene = new Scene();

	@Test
	void openWithoutALocalPortIsAFailureLikeAnyOther() throws Exception {
		Kernel.assumeThereIs("ports");
		String before = Kernel.run("cat " + RANGE);
		EchoServer server = this.scene.owns(new EchoServer());
		this.scene.start(URI.create("tcp://127.0.0.1:" + server.port()), (settings) -> settings.maxSize(20));
		List<Lease<FramedConnection>> held = new ArrayList<>();
		Kernel.run("echo 40000 40009 > " + RANGE);
		try {
			for (int i = 0; i < 10; i++) {
				held.add(this.scene.pool.acquire());
			}

			long begun = System.nanoTime();
			assertThatExceptionOfType(AcquireTimeoutException.class)
				.isThrownBy(() -> this.scene.pool.acquire(Duration.ofSeconds(2)))
				.withStackTraceContaining("Cannot assign requested address");
			double seconds = (System.nanoTime() - begun) / 1e9;

			assertThat(this.scene.pool.stats().openFailed()).as("attempts in %.1f s", seconds)
				.isBetween(1L, 4 + (long) (10 * seconds) + 1);
			for (Lease<FramedConnection> lease : held) {
				assertThat(lease.connection().exchange(new byte[] { 1 })).containsExactly(1);
			}
		}
		finally {
			Kernel.run("echo " + before + " > " + RANGE);
			held.forEach(Lease::close);
		}
	}

	/** In a JVM of its own, which may have few. */
	@Test
	void openWithoutAFileDescriptorIsAFailureLikeAnyOther(@TempDir Path directory) throws Exception {
		EchoServer server = this.scene.owns(new EchoServer());
		Path log = directory.resolve("log");
		Process child = new ProcessBuilder("sh", "-c", "ulimit -n 200; exec \"$0\" \"$@\"",
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
				System.getProperty("java.class.path"), FewDescriptors.class.getName(), String.valueOf(server.port()))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			boolean ended = child.waitFor(60, TimeUnit.SECONDS);

			assertThat(ended).as(Files.readString(log)).isTrue();
			assertThat(child.exitValue()).as(Files.readString(log)).isZero();
			assertThat(Files.readString(log)).contains("all is well");
		}
		finally {
			child.destroyForcibly().waitFor();
		}
	}

}
