package io.connpool.sample;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class UserJourneyTests {

	@Autowired
	private RestTestClient http;

	@Test
	void userRegistersLogsInAndKeepsAProfile() {
		post("/api/register", Map.of("username", "carol", "password", "christmas")).expectStatus()
			.isCreated()
			.expectBody()
			.json("{'username':'carol'}".replace('\'', '"'));
		String token = logIn("carol", "christmas");

		this.http.put()
			.uri("/api/profile")
			.header("Authorization", "Bearer " + token)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("nickname", "Caz", "bio", "Sings. \uD83C\uDFB6"))
			.exchange()
			.expectStatus()
			.isOk();

		this.http.get()
			.uri("/api/profile")
			.header("Authorization", "Bearer " + token)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.username")
			.isEqualTo("carol")
			.jsonPath("$.nickname")
			.isEqualTo("Caz")
			.jsonPath("$.bio")
			.isEqualTo("Sings. \uD83C\uDFB6");
	}

	@Test
	void seededUserCanLogIn() {
		assertThat(logIn("alice", "wonderland")).hasSizeGreaterThan(40);
	}

	@Test
	void wrongPasswordIsUnauthorized() {
		expectProblem(post("/api/login", Map.of("username", "alice", "password", "wonderlant")), 401,
				"no such user, or a wrong password");
		expectProblem(post("/api/login", Map.of("username", "nobody", "password", "wonderland")), 401,
				"no such user, or a wrong password");
	}

	@Test
	void takenNameIsAConflict() {
		expectProblem(post("/api/register", Map.of("username", "Alice", "password", "wonderland")), 409,
				"username: 'Alice' is taken");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"username":"al","password":"wonderland"} | username: 3 to 32 letters
			{"username":"dave","password":"short"}    | password: 8 to 128 characters are needed
			{"username":"dave"}                       | password: is missing
			{"password":"wonderland"}                 | username: is missing
			{"username":                              | Failed to read request
			[]                                        | Failed to read request
			""")
	void inputThatIsNoneIsABadRequest(String body, String detail) {
		expectProblem(
				this.http.post().uri("/api/register").contentType(MediaType.APPLICATION_JSON).body(body).exchange(),
				400, detail);
	}

	@Test
	void requestTooLongForTheProtocolIsABadRequest() {
		expectProblem(post("/api/login", Map.of("username", "alice", "password", "x".repeat(20_000))), 400,
				"the request is too long");
	}

	@Test
	void profileIsForThoseWithATokenOnly() {
		expectProblem(this.http.get().uri("/api/profile").exchange(), 401,
				"the header 'Authorization: Bearer <token>' is missing");
		expectProblem(this.http.get().uri("/api/profile").header("Authorization", "Bearer made-up").exchange(), 401,
				"the token is unknown or has expired; log in again");
	}

	@Test
	void pingReachesTheService() {
		this.http.get().uri("/api/ping").exchange().expectStatus().isOk();
	}

	@Test
	void slowRequestTakesItsTimeWithinLimits() {
		this.http.get().uri("/api/slow?millis=50").exchange().expectStatus().isOk();
		expectProblem(this.http.get().uri("/api/slow?millis=4001").exchange(), 400, "millis: 0 to 4000 are allowed");
	}

	private String logIn(String username, String password) {
		Map<?, ?> answer = post("/api/login", Map.of("username", username, "password", password)).expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		assertThat(answer).isNotNull().hasSize(1);
		return String.valueOf(answer.get("token"));
	}

	private RestTestClient.ResponseSpec post(String uri, Map<String, String> body) {
		return this.http.post().uri(uri).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private static void expectProblem(RestTestClient.ResponseSpec response, int status, String detail) {
		response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.value(String.class, (text) -> assertThat(text).startsWith(detail))
			.jsonPath("$.status")
			.isEqualTo(status);
	}

}
