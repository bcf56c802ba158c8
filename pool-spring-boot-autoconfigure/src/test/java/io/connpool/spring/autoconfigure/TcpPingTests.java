package io.connpool.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

import io.connpool.CloseReason;
import io.connpool.PoolStats;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.testkit.PongServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A ping, configured in YAML. No limit of time matters here, so all are generous.
 */
class TcpPingTests {

	private static final String LINES = """
			connpool:
			  defaults: { acquire-timeout: 120s, open-timeout: 60s, validation-timeout: 60s }
			  pools:
			    lines:
			      uri: ${pong.uri}
			      max-size: 1
			      idle-timeout: 1h
			      max-lifetime: 1h
			      codec.type: line
			      socket: { read-timeout: 60s, write-timeout: 60s }
			""";

	private static final String WITH_A_NUMBER = """
			      ping:
			        request: PING {nonce}
			        reply: PONG {nonce}
			""";

	private static final String WITHOUT = """
			      ping: { request: PING, reply: PONG }
			""";

	private static final String KEEPALIVE_ONLY = """
			      keepalive.interval: 20ms
			      validate-after-idle: 1h
			""";

	private static final String BEFORE_EACH_USE = """
			      keepalive.interval: 0s
			      validate-after-idle: 0s
			""";

	@TempDir
	Path directory;

	private PongServer server;

	@BeforeEach
	void openServer() throws Exception {
		this.server = new PongServer();
	}

	@AfterEach
	void closeServer() throws Exception {
		this.server.close();
	}

	@Test
	void keepaliveAsksIdleConnectionsWithANewNumberEachTime() throws Exception {
		try (ConfigurableApplicationContext context = run(LINES + WITH_A_NUMBER + KEEPALIVE_ONLY)) {
			for (int i = 0; i < 3; i++) {
				int before = this.server.pings().size();
				assertThat(lines(context).exchange("hello")).isEqualTo("hello");
				await(() -> this.server.pings().size() > before);
			}

			assertThat(this.server.pings()).doesNotHaveDuplicates().allMatch((ping) -> ping.matches("PING \\d{1,19}"));
			assertThat(this.server.accepted()).isOne();
		}
	}

	@Test
	void keepaliveClosesAConnectionThatAnswersWithAnotherNumber() throws Exception {
		try (ConfigurableApplicationContext context = run(LINES + WITH_A_NUMBER + KEEPALIVE_ONLY)) {
			this.server.mistakeNumbers(1);
			assertThat(lines(context).exchange("hello")).isEqualTo("hello");

			await(() -> this.server.accepted() == 1 && this.server.connections() == 0);

			await(() -> failedValidations(context) == 1);
			assertThat(lines(context).exchange("hello again")).isEqualTo("hello again");
			assertThat(this.server.accepted()).isEqualTo(2);
		}
	}

	@Test
	void callerGetsAFreshConnectionInsteadOfOneThatAnswersWithAnotherNumber() throws Exception {
		try (ConfigurableApplicationContext context = run(LINES + WITH_A_NUMBER + BEFORE_EACH_USE)) {
			assertThat(lines(context).exchange("hello")).isEqualTo("hello");
			assertThat(lines(context).exchange("hello again")).isEqualTo("hello again");
			assertThat(this.server.accepted()).isOne();

			this.server.mistakeNumbers(1);
			assertThat(lines(context).exchange("who is there?")).isEqualTo("who is there?");

			assertThat(this.server.accepted()).isEqualTo(2);
			await(() -> failedValidations(context) == 1 && this.server.connections() == 1);
		}
	}

	@Test
	void pingWithoutANumberProvesThatThePeerAnswers() throws Exception {
		try (ConfigurableApplicationContext context = run(LINES + WITHOUT + BEFORE_EACH_USE)) {
			assertThat(lines(context).exchange("hello")).isEqualTo("hello");
			assertThat(lines(context).exchange("hello again")).isEqualTo("hello again");
			assertThat(this.server.pings()).contains("PING").containsOnly("PING");
			assertThat(this.server.accepted()).isOne();

			this.server.mistakeNumbers(1);
			assertThat(lines(context).exchange("who is there?")).isEqualTo("who is there?");

			assertThat(this.server.accepted()).isEqualTo(2);
		}
	}

	private ConfigurableApplicationContext run(String yaml) throws Exception {
		Path file = Files.writeString(this.directory.resolve("application.yml"), yaml);
		return new SpringApplicationBuilder(PoolsOnly.class).web(WebApplicationType.NONE)
			.run("--spring.config.location=file:" + file, "--spring.main.banner-mode=off",
					"--pong.uri=" + this.server.uri());
	}

	private static FramedConnectionTemplate lines(ConfigurableApplicationContext context) {
		return context.getBean("linesConnectionTemplate", FramedConnectionTemplate.class);
	}

	private static long failedValidations(ConfigurableApplicationContext context) {
		PoolStats stats = lines(context).pool().stats();
		return stats.closed().getOrDefault(CloseReason.VALIDATION_FAILED, 0L);
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ConnectionPoolAutoConfiguration.class)
	static class PoolsOnly {

	}

}
