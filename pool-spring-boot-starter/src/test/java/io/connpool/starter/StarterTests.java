package io.connpool.starter;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

import io.connpool.spring.FramedConnectionTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter with nothing else on the class path: no actuator, no metrics, no web, no
 * JDBC.
 */
class StarterTests {

	@Test
	void nothingOptionalIsOnTheClassPath() {
		for (String optional : List.of("org.springframework.boot.actuate.endpoint.annotation.Endpoint",
				"org.springframework.boot.health.contributor.HealthContributor",
				"io.micrometer.core.instrument.MeterRegistry", "org.springframework.jdbc.core.simple.JdbcClient",
				"org.springframework.web.context.WebApplicationContext")) {
			assertThat(ClassUtils.isPresent(optional, null)).as(optional).isFalse();
		}
	}

	@Test
	void configuredPoolWorks() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			Thread echo = new Thread(() -> answerOnce(server), "echo");
			echo.start();

			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.run("--spring.main.banner-mode=off",
						"--connpool.pools.echo.uri=tcp://127.0.0.1:" + server.getLocalPort(),
						"--connpool.pools.echo.acquire-timeout=20s", "--connpool.pools.echo.open-timeout=10s",
						"--connpool.pools.echo.socket.read-timeout=20s")) {
				assertThat(context.getBean(FramedConnectionTemplate.class).exchange("hello")).isEqualTo("hello");
			}

			echo.join(10_000);
			assertThat(echo.isAlive()).isFalse();
		}
	}

	private static void answerOnce(ServerSocket server) {
		try (Socket socket = server.accept();
				DataInputStream in = new DataInputStream(socket.getInputStream());
				DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
			byte[] message = in.readNBytes(in.readInt());
			out.writeInt(message.length);
			out.write(message);
			in.read();
		}
		catch (IOException ex) {
			// the test sees that there is no answer
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
