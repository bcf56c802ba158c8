package io.connpool.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to a front from outside.
 */
final class SampleClient {

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String root;

	SampleClient(int port) {
		this.root = "http://127.0.0.1:" + port;
	}

	Answer get(String path, String token) {
		return send(request(path).header("Authorization", "Bearer " + token).GET());
	}

	Answer get(String path) {
		return send(request(path).GET());
	}

	Answer post(String path, Map<String, String> body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
	}

	Answer post(String path) {
		return send(request(path).header("X-Requested-With", "test").POST(HttpRequest.BodyPublishers.noBody()));
	}

	Answer postFromAnotherSite(String path) {
		return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
	}

	String registeredAndLoggedIn(String username) {
		post("/api/register", Map.of("username", username, "password", "wonderland")).require(201);
		return logIn(username);
	}

	String logIn(String username) {
		return post("/api/login", Map.of("username", username, "password", "wonderland")).require(200)
			.body()
			.path("token")
			.stringValue();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.root + path)).timeout(Duration.ofSeconds(60));
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), JSON.readTree(response.body()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Answer(int status, JsonNode body) {

		Answer require(int expected) {
			if (this.status != expected) {
				throw new AssertionError("expected " + expected + " but got " + this);
			}
			return this;
		}

	}

}
