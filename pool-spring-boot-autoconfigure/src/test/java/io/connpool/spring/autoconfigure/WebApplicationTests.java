package io.connpool.spring.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.testkit.EchoServer;
import io.connpool.spring.testkit.FakeConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A web application with everything there is, over HTTP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebApplicationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final HttpClient http = HttpClient.newHttpClient();

	private EchoServer server;

	private ServletWebServerApplicationContext context;

	@BeforeAll
	void start() throws Exception {
		this.server = new EchoServer();
		this.context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class).run(
				"--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=health,connpool,metrics,configprops",
				"--management.endpoint.health.show-details=always", "--connpool.defaults.acquire-timeout=20s",
				"--connpool.defaults.open-timeout=10s", "--connpool.pools.echo.uri=" + this.server.uri(),
				"--connpool.pools.echo.socket.read-timeout=20s", "--connpool.pools.ldap.factory=fake",
				"--connpool.pools.broken.factory=broken", "--connpool.pools.ldap.acquire-timeout=infinite",
				"--connpool.pools.ldap.max-size=3",
				"--connpool.pools.users.uri=jdbc:h2:mem:web;USER=sa;PASSWORD=hush-hush");
	}

	@AfterAll
	void stop() throws Exception {
		this.context.close();
		this.server.close();
	}

	@Test
	void allPoolsAreListed() throws Exception {
		HttpResponse<String> response = get("/actuator/connpool");

		JsonNode pools = json(response).get("pools");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(pools.propertyNames()).containsExactly("broken", "echo", "ldap", "users");
		assertThat(pools.get("echo").get("type").asString()).isEqualTo("tcp");
		assertThat(pools.get("echo").get("target").asString()).isEqualTo(this.server.uri());
		assertThat(pools.get("echo").get("state").asString()).isEqualTo("RUNNING");
		assertThat(pools.get("echo").get("connections").propertyNames()).containsExactly("total", "idle", "active",
				"opening", "closing", "waiting");
		assertThat(pools.get("ldap").get("maxSize").asInt()).isEqualTo(3);
		assertThat(response.body()).doesNotContain("hush-hush");
	}

	@Test
	void onePoolIsShownInFull() throws Exception {
		ConnectionPool<?> pool = this.context.getBean(ConnectionPoolRegistry.class).pool("ldap");
		try (Lease<?> lease = pool.acquire()) {
			assertThat(lease.connection()).isNotNull();

			JsonNode shown = json(get("/actuator/connpool/ldap"));

			assertThat(shown.get("name").asString()).isEqualTo("ldap");
			assertThat(shown.get("connections").get("active").asInt()).isOne();
			assertThat(shown.get("counters").get("acquired").asInt()).isOne();
			assertThat(shown.get("counters").get("opened").asInt()).isOne();
			assertThat(shown.get("oldestLeaseMillis").isNumber()).isTrue();
			assertThat(shown.get("settings").get("openTimeoutMillis").asLong()).isEqualTo(10_000);
			assertThat(shown.get("settings").get("idleOrder").asString()).isEqualTo("AFFINITY");
			assertThat(shown.get("settings").path("acquireTimeoutMillis").isNumber()).as("infinite").isFalse();
			assertThat(shown.has("lastFailure") && !shown.get("lastFailure").isNull()).isFalse();
		}
	}

	@Test
	void lastFailureIsShownWithoutCredentials() throws Exception {
		CompletableFuture<?> acquired = this.context.getBean(ConnectionPoolRegistry.class)
			.pool("broken")
			.acquireAsync(Duration.ofSeconds(10));
		assertThat(acquired).failsWithin(SOON);

		JsonNode failure = json(get("/actuator/connpool/broken")).get("lastFailure");

		assertThat(failure.get("message").asString())
			.isEqualTo("java.net.ConnectException: refused by the test, password=******");
		assertThat(failure.get("consecutive").asInt()).isPositive();
		assertThat(failure.get("ageMillis").isNumber()).isTrue();
	}

	@Test
	void poolThatDoesNotExistIsNotFound() throws Exception {
		assertThat(get("/actuator/connpool/nobody").statusCode()).isEqualTo(404);
	}

	@Test
	void nothingCanBeChanged() throws Exception {
		HttpRequest post = HttpRequest.newBuilder(uri("/actuator/connpool/ldap"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();

		assertThat(this.http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
	}

	@Test
	void healthHasOneChildForEachPool() throws Exception {
		HttpResponse<String> all = get("/actuator/health/connpool");

		assertThat(all.statusCode()).isEqualTo(200);
		assertThat(json(all).get("components").propertyNames()).containsExactlyInAnyOrder("broken", "echo", "ldap",
				"users");
		JsonNode echo = json(get("/actuator/health/connpool/echo"));
		assertThat(echo.get("status").asString()).isEqualTo("UP");
		assertThat(echo.get("details").get("target").asString()).isEqualTo(this.server.uri());
	}

	@Test
	void metersAreThere() throws Exception {
		get("/say?what=hello");

		JsonNode meter = json(get("/actuator/metrics/connpool.connections.idle?tag=pool:echo"));

		assertThat(meter.get("measurements").get(0).get("value").asInt()).isOne();
		// told by the thread that opens, which may come later than the caller
		await().untilAsserted(() -> assertThat(
				json(get("/actuator/metrics/connpool.connections.creation?tag=pool:echo")).get("measurements")
					.get(0)
					.get("value")
					.asInt())
			.isOne());
	}

	@Test
	void configurationPropertiesCanBeShown() throws Exception {
		HttpResponse<String> response = get("/actuator/configprops/connpool");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("openTimeout").doesNotContain("hush-hush");
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.context.getWebServer().getPort() + path);
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		FakeConnectionFactory fake() {
			return new FakeConnectionFactory();
		}

		@Bean
		FakeConnectionFactory broken() {
			FakeConnectionFactory factory = new FakeConnectionFactory();
			factory.breakDown();
			return factory;
		}

		@Bean
		Parrot parrot(@Qualifier("echo") FramedConnectionTemplate echo) {
			return new Parrot(echo);
		}

	}

	@RestController
	static class Parrot {

		private final FramedConnectionTemplate echo;

		Parrot(FramedConnectionTemplate echo) {
			this.echo = echo;
		}

		@GetMapping("/say")
		String say(@RequestParam String what) {
			return this.echo.exchange(what);
		}

	}

}
