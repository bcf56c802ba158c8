package io.connpool.sample;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class PageTests {

	@Autowired
	private RestTestClient http;

	@ParameterizedTest
	@ValueSource(strings = { "/", "/app.js", "/chart.js", "/style.css" })
	void pageComesFromHereAndFromNowhereElse(String path) {
		String text = get(path);

		assertThat(text.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "//cdn");
	}

	@Test
	void whatTheScriptLooksForIsOnThePage() {
		String page = get("/");
		Matcher ids = Pattern.compile("\\$\\(\"([a-z0-9-]+)\"\\)").matcher(get("/app.js"));

		int found = 0;
		while (ids.find()) {
			assertThat(page).contains("id=\"" + ids.group(1) + "\"");
			found++;
		}
		assertThat(found).isGreaterThan(20);
	}

	private String get(String path) {
		String text = this.http.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(text).isNotNull();
		return text;
	}

}
