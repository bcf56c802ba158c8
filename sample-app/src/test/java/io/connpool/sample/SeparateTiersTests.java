package io.connpool.sample;

import java.util.Arrays;
import java.util.Map;

import io.connpool.sample.front.RefusedException;
import io.connpool.sample.front.UserClient;
import io.connpool.sample.protocol.Operation;
import io.connpool.sample.storage.Users;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.test.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SeparateTiersTests {

	private static Tiers tiers;

	@BeforeAll
	static void start() {
		tiers = new Tiers();
	}

	@AfterAll
	static void close() {
		tiers.close();
	}

	@Test
	void frontAndServiceWorkTogether() {
		SampleClient client = tiers.client();

		String token = client.registeredAndLoggedIn("carol");

		assertThat(client.get("/api/profile", token).require(200).body().path("username").stringValue())
			.isEqualTo("carol");
	}

	@Test
	void frontHasOnePoolAndNoDatabase() {
		ApplicationContext front = tiers.front;

		assertThat(front.getBean(ConnectionPoolRegistry.class).getPools()).containsOnlyKeys("login");
		assertThat(front.getBeansOfType(JdbcClient.class)).isEmpty();
		assertThat(front.getBeansOfType(Users.class)).isEmpty();
		assertThat(front.getBeansOfType(FaultProxy.class)).isEmpty();
		assertThat(Arrays.stream(front.getBeanDefinitionNames()).map(front::getType).map(String::valueOf))
			.contains("class io.connpool.sample.front.UserClient")
			.noneMatch((type) -> type.matches("class io\\.connpool\\.sample\\.(service|storage|demo)\\..*"));
	}

	@Test
	void serviceHasTwoPoolsAndNoWebServer() {
		assertThat(tiers.service.getBean(ConnectionPoolRegistry.class).getPools()).containsOnlyKeys("users-read",
				"users-write");
		assertThat(tiers.service).isNotInstanceOf(WebApplicationContext.class);
	}

	@Test
	void nothingCanBeBrokenFromOutside() {
		assertThat(tiers.client().post("/api/faults/cut").status()).isEqualTo(404);
		assertThat(tiers.client().post("/api/load/start").status()).isEqualTo(404);
	}

	@Test
	void nobodyCanKeepTheServiceWaiting() {
		assertThat(tiers.client().get("/api/slow?millis=1").status()).isEqualTo(404);
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> tiers.front.getBean(UserClient.class).ask(Operation.SLEEP, "1"))
			.withMessage("there is no operation 5");
	}

	@Test
	void seededUsersAreForTheDemonstrationOnly() {
		assertThat(tiers.client().post("/api/login", Map.of("username", "alice", "password", "wonderland")).status())
			.isEqualTo(401);
	}

}
