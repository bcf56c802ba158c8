package io.connpool.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.testkit.EchoServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A conversation over TCP, configured in YAML.
 */
class TcpPoolTests {

	@TempDir
	Path directory;

	private EchoServer server;

	@BeforeEach
	void openServer() throws Exception {
		this.server = new EchoServer();
	}

	@AfterEach
	void closeServer() throws Exception {
		this.server.close();
	}

	@Test
	void applicationTalksOverTheConfiguredPool() throws Exception {
		Files.writeString(this.directory.resolve("application.yml"), """
				connpool:
				  defaults:
				    acquire-timeout: 10s
				    open-timeout: 5s
				  pools:
				    framed:
				      uri: ${echo.uri}
				      preset: tcp
				      min-idle: 1
				      codec: { type: length-prefixed, length-bytes: 2, byte-order: little-endian, max-frame-size: 100B }
				    lines:
				      uri: ${echo.uri}
				      codec: { type: line, delimiter: "\\r\\n" }
				      socket: { read-timeout: 10s, tcp-no-delay: true }
				""");

		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Talker.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.location=file:" + this.directory + "/", "--spring.main.banner-mode=off",
					"--echo.uri=" + this.server.uri())) {
			assertThat(context.getBean("conversation")).isEqualTo("hello over frames, hello over lines");
			FramedConnectionTemplate framed = context.getBean("framedConnectionTemplate",
					FramedConnectionTemplate.class);
			assertThat(framed.pool().settings().maxSize()).isEqualTo(50);
			assertThat(framed.pool().settings().acquireTimeout()).isEqualTo(Duration.ofSeconds(10));
			assertThat(framed.exchange(new byte[0])).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ConnectionPoolAutoConfiguration.class)
	static class Talker {

		@Bean
		String conversation(@Qualifier("framed") FramedConnectionTemplate framed,
				@Qualifier("lines") FramedConnectionTemplate lines) {
			return framed.exchange("hello over frames") + ", " + lines.exchange("hello over lines");
		}

	}

}
