package io.connpool.spring.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.ConnectionPool;
import io.connpool.PoolState;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.autoconfigure.WebApplicationTests.Parrot;
import io.connpool.spring.testkit.EchoServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What SIGTERM does, which closes the application context as well.
 */
class GracefulShutdownTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	@Test
	void requestUnderWayIsAnsweredThoughTheApplicationStops() throws Exception {
		try (EchoServer server = new EchoServer(); ServletWebServerApplicationContext context = start(server)) {
			ConnectionPool<?> pool = context.getBean(FramedConnectionTemplate.class).pool();
			server.holdAnswers();
			CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
				.sendAsync(HttpRequest
					.newBuilder(URI.create("http://localhost:" + context.getWebServer().getPort() + "/say?what=slow"))
					.build(), HttpResponse.BodyHandlers.ofString());
			await().atMost(SOON).until(() -> server.requests() == 1);

			CompletableFuture<Void> close = CompletableFuture.runAsync(context::close,
					(task) -> new Thread(task, "sigterm").start());
			await().atMost(SOON).until(context::isClosed);
			assertThat(pool.stats().state()).isEqualTo(PoolState.RUNNING);
			server.answer();

			assertThat(answer).succeedsWithin(SOON).satisfies((response) -> {
				assertThat(response.statusCode()).isEqualTo(200);
				assertThat(response.body()).isEqualTo("slow");
			});
			assertThat(close).succeedsWithin(SOON);
			assertThat(pool.stats().state()).isEqualTo(PoolState.CLOSED);
		}
	}

	private static ServletWebServerApplicationContext start(EchoServer server) {
		return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class).run(
				"--server.port=0", "--spring.main.banner-mode=off", "--connpool.pools.echo.uri=" + server.uri(),
				"--connpool.pools.echo.acquire-timeout=20s", "--connpool.pools.echo.open-timeout=10s",
				"--connpool.pools.echo.socket.read-timeout=20s");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Parrot.class)
	static class Application {

	}

}
