package io.connpool.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's curl calls answer what the README says: the same fields in the same
 * places. Values that are new every time (the token, a port, numbers) may differ.
 */
@SampleTest
class ReadmeCommandsTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Pattern CALL = Pattern.compile("^\\$ curl -s (\\S+)(.*)\\R(\\{.*})$", Pattern.MULTILINE);

	private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");

	private static final Pattern DATA = Pattern.compile("-d '([^']+)'");

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Test
	void everyCallAnswersWhatTheReadmeSays() throws Exception {
		Matcher call = CALL.matcher(Files.readString(Path.of("../README.md")));
		String documentedToken = "";
		String token = "";
		int calls = 0;
		while (call.find()) {
			String documented = call.group(3);

			String answer = send(call.group(1), call.group(2).replace(documentedToken, token));

			assertThat(fields(answer)).as(call.group(1)).isEqualTo(fields(documented));
			Matcher found = TOKEN.matcher(documented);
			if (found.find()) {
				documentedToken = found.group(1);
				token = JSON.readTree(answer).path("token").stringValue();
			}
			calls++;
		}
		assertThat(calls).isEqualTo(4);
	}

	@Test
	void everyMeterInTheReadmeIsScraped() throws Exception {
		String scrape = send("localhost:8080/actuator/prometheus", "");
		String readme = Files.readString(Path.of("../README.md"));
		Matcher row = Pattern.compile("^\\| (`connpool\\.connections.*?) \\|", Pattern.MULTILINE).matcher(readme);
		List<String> meters = new ArrayList<>();
		while (row.find()) {
			Matcher name = Pattern.compile("`(?:connpool\\.connections)?(\\.[a-z]+)?`").matcher(row.group(1));
			while (name.find()) {
				meters.add("connpool_connections" + ((name.group(1) != null) ? name.group(1).replace('.', '_') : ""));
			}
		}

		assertThat(meters).hasSizeGreaterThan(15);
		assertThat(meters).allSatisfy((meter) -> assertThat(scrape).contains("\n" + meter));
	}

	private String send(String address, String options) throws IOException, InterruptedException {
		URI uri = URI.create(address.replace("localhost:8080", "http://127.0.0.1:" + this.port));
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		Matcher header = HEADER.matcher(options);
		while (header.find()) {
			request.header(header.group(1), header.group(2));
		}
		Matcher data = DATA.matcher(options);
		if (data.find()) {
			request.POST(HttpRequest.BodyPublishers.ofString(data.group(1)));
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	/** The paths of all fields. */
	private static TreeSet<String> fields(String json) {
		TreeSet<String> paths = new TreeSet<>();
		collect("", JSON.readTree(json), paths);
		return paths;
	}

	private static void collect(String path, JsonNode node, TreeSet<String> paths) {
		if (!node.isObject()) {
			paths.add(path);
			return;
		}
		node.propertyNames().forEach((name) -> collect(path + "/" + name, node.get(name), paths));
	}

}
