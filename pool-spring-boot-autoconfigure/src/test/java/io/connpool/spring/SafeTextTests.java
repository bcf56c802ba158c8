package io.connpool.spring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link SafeText}.
 */
class SafeTextTests {

	@ParameterizedTest
	@CsvSource({ "tcp://localhost:9009, tcp://localhost:9009", "tcp://joe:pw@host:1, tcp://host:1",
			"tcp://joe:p@w@host:1, tcp://host:1", "jdbc:h2:mem:a;USER=sa;PASSWORD=pw, jdbc:h2:mem:a",
			"jdbc:postgresql://joe:pw@db/users?password=pw&ssl=true, jdbc:postgresql://db/users",
			"jdbc:sqlite:file:users.db#pw, jdbc:sqlite:file:users.db" })
	void uriHasNoCredentials(String uri, String safe) {
		assertThat(SafeText.uri(uri)).isEqualTo(safe);
	}

	@ParameterizedTest
	@CsvSource({ "no driver for jdbc:x://joe:pw@db/u, no driver for jdbc:x://db/u",
			"bad url a?password=pw&b=c, bad url a?password=******&b=c", "PWD: pw; x, PWD: ******; x",
			"connection refused: localhost/127.0.0.1:9009, connection refused: localhost/127.0.0.1:9009" })
	void textHasNoCredentials(String text, String safe) {
		assertThat(SafeText.text(text)).isEqualTo(safe);
	}

	@Test
	void failureHasItsTypeAndMessage() {
		assertThat(SafeText.failure(new IllegalStateException("secret=abc")))
			.isEqualTo("java.lang.IllegalStateException: secret=******");
	}

}
