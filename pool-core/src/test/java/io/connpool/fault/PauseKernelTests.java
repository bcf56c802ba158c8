package io.connpool.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connpool.net.WireTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process stands still, as a machine does that is suspended or collects garbage. */
@Tag("netns")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGSTOP")
class PauseKernelTests {

	@RegisterExtension
	final Scene scene = new Scene();

	@Test
	void serverThatWasStoppedIsServedFromAgain() throws Exception {
		Process server = child(EchoProcess.class);
		this.scene.owns(() -> server.destroyForcibly().waitFor());
		int port = Integer.parseInt(lines(server).readLine());
		this.scene.start(URI.create("tcp://127.0.0.1:" + port), (settings) -> settings.maxSize(4));

		try (Herd herd = new Herd(this.scene, 8)) {
			for (int round = 0; round < 2; round++) {
				long before = herd.served();
				await().until(() -> herd.served() > before + 50);
				Kernel.stop(server);
				// its system goes on to accept connections and to take requests for it
				await().pollDelay(Scene.READ_TIMEOUT.plusMillis(500)).until(() -> true);
				Kernel.goOn(server);
			}
			assertThat(herd.failures()).hasAtLeastOneElementOfType(WireTimeoutException.class);
		}
	}

	@Test
	void jvmThatWasStoppedServesOn() throws Exception {
		Process client = child(PausedClient.class);
		try {
			BufferedReader lines = lines(client);
			assertThat(lines.readLine()).isEqualTo("running");
			for (int round = 0; round < 3; round++) {
				await().pollDelay(Duration.ofMillis(300)).until(() -> true);
				Kernel.stop(client);
				await().pollDelay(Scene.READ_TIMEOUT.plusMillis(500)).until(() -> true);
				Kernel.goOn(client);
			}
			await().pollDelay(Duration.ofMillis(300)).until(() -> true);
			client.getOutputStream().close();

			String told = lines.lines().reduce("", (text, line) -> text + line + "\n");
			assertThat(client.waitFor(30, TimeUnit.SECONDS)).as(told).isTrue();
			assertThat(client.exitValue()).as(told).isZero();
			assertThat(told).contains("all is well");
		}
		finally {
			client.destroyForcibly().waitFor();
		}
	}

	private static Process child(Class<?> main) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
				System.getProperty("java.class.path"), main.getName())
			.redirectErrorStream(true)
			.start();
	}

	private static BufferedReader lines(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/** A server that ends with its parent. */
	static final class EchoProcess {

		private EchoProcess() {
		}

		public static void main(String[] args) throws IOException {
			try (EchoServer server = new EchoServer()) {
				System.out.println(server.port());
				System.in.read();
			}
		}

	}

	/**
	 * A pool in use, until its input ends. Each stop may cost those requests whose
	 * replies were under way, and no connection but theirs.
	 */
	static final class PausedClient {

		private static final int STOPS = 3;

		private PausedClient() {
		}

		public static void main(String[] args) {
			int status = 1;
			try {
				live();
				System.out.println("all is well");
				status = 0;
			}
			catch (Throwable ex) {
				ex.printStackTrace(System.out);
			}
			System.exit(status);
		}

		private static void live() throws Exception {
			((Logger) LoggerFactory.getLogger("io.connpool")).setLevel(Level.ERROR);
			Scene scene = new Scene();
			scene.beforeEach(null);
			scene.hasCallsThatOverrun();
			scene.startValidating((settings) -> settings.maxSize(8)
				.minIdle(8)
				.keepaliveInterval(Duration.ofMillis(300))
				.validateAfterIdle(Duration.ofMillis(300)));
			scene.fill(8);
			try (Herd herd = new Herd(scene, 4)) {
				System.out.println("running");
				while (System.in.read() >= 0) {
					Thread.onSpinWait();
				}
				System.out.println(scene.pool.stats() + ", " + herd.served() + " served, failures: " + herd.failures());
				require(herd.served() > 0, "served");
				require(herd.failures().size() <= STOPS * 4, "a stop costs the requests that are under way");
				require(scene.pool.stats().timedOut() == 0, "nobody had to wait for that long");
			}
			scene.afterEach(null);
		}

		private static void require(boolean rule, String promise) {
			if (!rule) {
				throw new AssertionError(promise);
			}
		}

	}

}
