package io.connpool.sample;

import java.time.Duration;

import io.connpool.BreakerState;
import io.connpool.ConnectionPool;
import io.connpool.net.FramedConnection;
import io.connpool.sample.SampleClient.Answer;
import io.connpool.test.FaultProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the buttons do.
 */
@SampleTest
@ActiveProfiles("load")
class FaultTests {

	@LocalServerPort
	private int port;

	@Autowired
	private FaultProxy proxy;

	@Autowired
	@Qualifier("login")
	private ConnectionPool<FramedConnection> pool;

	private SampleClient client;

	private String token;

	@BeforeEach
	void logIn() {
		this.client = new SampleClient(this.port);
		this.token = this.client.logIn("alice");
	}

	@AfterEach
	void restore() {
		this.client.post("/api/load/stop").require(200);
		this.client.post("/api/faults/restore").require(200);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> profile().status() == 200);
	}

	@Test
	void cutConnectionsAreFoundDeadAndReplaced() {
		this.client.post("/api/faults/cut").require(200);

		Awaitility.await().until(() -> profile().status() == 200);
		assertThat(this.proxy.open()).isPositive();
	}

	@Test
	void delayShowsInTheAnswer() {
		Answer faults = this.client.post("/api/faults/delay?millis=150").require(200);
		assertThat(faults.body().path("delayMillis").intValue()).isEqualTo(150);
		long begin = System.nanoTime();

		profile().require(200);

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void delayBeyondReasonIsRefused() {
		assertThat(this.client.post("/api/faults/delay?millis=10001").require(400).body().path("detail").stringValue())
			.isEqualTo("millis: 0 to 10000 are allowed");
	}

	@Test
	void refusingBackendIsNamedAsTheCauseAndServiceComesBackWhenItDoes() {
		this.client.post("/api/faults/refuse").require(200);

		Answer down = Awaitility.await()
			.until(this::profile, (answer) -> answer.body().path("detail").asString("").contains("ConnectException"));
		down.require(503);
		assertThat(down.body().path("title").stringValue()).isEqualTo("The user service cannot be reached");
		assertThat(down.body().path("detail").stringValue()).startsWith("no answer from the user service: ")
			.doesNotContain("127.0.0.1", "login", "http-");
		assertThat(down.body().path("cause").stringValue()).isEqualTo("ConnectException");
		// the others are looked for once one was found dead
		Awaitility.await().until(() -> this.pool.stats().idle() == 0);
		Awaitility.await().until(() -> profile().status() == 503 && this.pool.stats().breaker() == BreakerState.OPEN);
		assertThat(this.client.get("/actuator/health/connpool/login").status()).isEqualTo(503);
		assertThat(this.client.get("/api/faults").body().path("refusing").booleanValue()).isTrue();

		this.client.post("/api/faults/restore").require(200);

		Awaitility.await().atMost(Duration.ofSeconds(4)).until(() -> profile().status() == 200);
		this.client.get("/actuator/health/connpool/login").require(200);
	}

	@Test
	void othersSitesCannotPostInTheNameOfTheVisitor() {
		assertThat(this.client.postFromAnotherSite("/api/faults/delay?millis=150").require(403).body().toString())
			.contains("X-Requested-With");
		this.client.postFromAnotherSite("/api/load/start").require(403);

		assertThat(this.client.get("/api/faults").require(200).body().path("delayMillis").intValue()).isZero();
		assertThat(this.client.get("/api/load").require(200).body().path("secondsLeft").intValue()).isZero();
	}

	@Test
	void loadUsesTheWholePoolAndEndsWhenTold() {
		this.client.post("/api/faults/delay?millis=100").require(200);

		assertThat(this.client.post("/api/load/start").require(200).body().path("secondsLeft").intValue()).isBetween(50,
				60);
		Awaitility.await().until(() -> this.pool.stats().active() == 8 && this.pool.stats().waiting() > 0);

		this.client.post("/api/load/stop").require(200);
		Awaitility.await().until(() -> this.pool.stats().active() == 0 && this.pool.stats().waiting() == 0);
		assertThat(this.client.get("/api/load").body().path("secondsLeft").intValue()).isZero();
		assertThat(this.proxy.peak()).isEqualTo(8);
	}

	private Answer profile() {
		return this.client.get("/api/profile", this.token);
	}

}
