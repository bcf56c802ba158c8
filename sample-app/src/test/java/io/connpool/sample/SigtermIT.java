package io.connpool.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.connpool.sample.SampleClient.Answer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of its own is told to end in the middle of a request.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
class SigtermIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private Process process;

	@AfterEach
	void end() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	@Test
	void requestIsAnsweredThenThePoolsAreClosedThenTheProcessEnds(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("sample.log");
		this.process = start(directory, log);
		Matcher port = awaitLine(log, "Tomcat started on port (\\d+)");
		SampleClient client = new SampleClient(Integer.parseInt(port.group(1)));
		client.get("/api/ping").require(200);
		CompletableFuture<Answer> slow = CompletableFuture.supplyAsync(() -> client.get("/api/slow?millis=2500"));
		Awaitility.await()
			.atMost(LONG)
			.until(() -> client.get("/actuator/connpool/login")
				.body()
				.path("connections")
				.path("active")
				.intValue() == 1);

		this.process.destroy();

		assertThat(slow).succeedsWithin(LONG).extracting(Answer::status).isEqualTo(200);
		assertThat(this.process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.process.exitValue()).isEqualTo(128 + 15);
		assertThat(Files.readString(log))
			.containsSubsequence("Commencing graceful shutdown", "Graceful shutdown complete", "login – closed after")
			.contains("users-read – closed after", "users-write – closed after", "0 leases drained, 0 aborted");
	}

	private static Process start(Path directory, Path log) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-cp", System.getProperty("java.class.path"), SampleApplication.class.getName(), "--server.port=0",
				"--sample.database=" + directory.resolve("users.db"));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private Matcher awaitLine(Path log, String regex) {
		Pattern pattern = Pattern.compile(regex);
		return Awaitility.await().atMost(LONG).until(() -> {
			assertThat(this.process.isAlive()).isTrue();
			Matcher matcher = pattern.matcher(Files.readString(log));
			return matcher.find() ? matcher : null;
		}, (matcher) -> matcher != null);
	}

}
