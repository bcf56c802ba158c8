package io.connpool.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class ActuatorTests {

	@Autowired
	private RestTestClient http;

	@BeforeEach
	void logIn() {
		this.http.post()
			.uri("/api/login")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"username\":\"alice\",\"password\":\"wonderland\"}")
			.exchange()
			.expectStatus()
			.isOk();
	}

	@Test
	void healthShowsEveryPool() {
		this.http.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.components.connpool.components.login.status")
			.isEqualTo("UP")
			.jsonPath("$.components.connpool.components.users-read.details.maxSize")
			.isEqualTo(4)
			.jsonPath("$.components.connpool.components.users-write.details.maxSize")
			.isEqualTo(1);
	}

	@Test
	void endpointShowsLiveNumbersOfAllPoolsAndOfOne() {
		this.http.get()
			.uri("/actuator/connpool")
			.exchange()
			.expectBody()
			.jsonPath("$.pools.length()")
			.isEqualTo(3)
			.jsonPath("$.pools.login.type")
			.isEqualTo("tcp");
		this.http.get()
			.uri("/actuator/connpool/login")
			.exchange()
			.expectBody()
			.jsonPath("$.counters.acquired")
			.value(Integer.class, (acquired) -> assertThat(acquired).isPositive())
			.jsonPath("$.connections.total")
			.value(Integer.class, (total) -> assertThat(total).isBetween(1, 8));
		this.http.get().uri("/actuator/connpool/nobody").exchange().expectStatus().isNotFound();
	}

	@Test
	void prometheusHasTheMetersOfThePoolsAndOfTheCalls() {
		String meters = this.http.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		assertThat(meters).contains("connpool_connections_active{pool=\"login\",type=\"tcp\"}")
			.contains("connpool_connections_max{pool=\"users-write\",type=\"jdbc\"} 1.0")
			.containsPattern("sample_calls_seconds_count\\{operation=\"LOGIN\",outcome=\"OK\"} [1-9]");
	}

	@Test
	void histogramThatThePageReadsCanBeHadAlone() {
		String meters = this.http.get()
			.uri("/actuator/prometheus?includedNames=sample_calls_seconds")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		assertThat(meters).contains("sample_calls_seconds_bucket{operation=\"LOGIN\",outcome=\"OK\",le=\"+Inf\"}")
			.doesNotContain("connpool_connections");
	}

}
