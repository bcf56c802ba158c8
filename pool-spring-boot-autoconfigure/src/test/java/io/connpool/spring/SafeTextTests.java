package io.connpool.spring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link SafeText}.
 */
class SafeTextTests {

	@ParameterizedTest
	@CsvSource({ "tcp://localhost:9009, tcp://localhost:9009", "tcp://joe:pw@host:1, tcp://host:1",
			"tcp://joe:p@w@host:1, tcp://host:1", "jdbc:h2:mem:a;USER=sa;PASSWORD=pw, jdbc:h2:mem:a",
			"jdbc:postgresql://joe:pw@db/users?password=pw&ssl=true, jdbc:postgresql:…",
			"jdbc:sqlite:file:users.db#pw, jdbc:sqlite:file:users.db",
			"jdbc:postgresql://db/users?password=pw, jdbc:postgresql://db/users",
			"jdbc:oracle:thin:scott/tiger@//db:1521/X, jdbc:oracle:…",
			"jdbc:mysql://address=(host=h)(user=u)(password=p4ss)/db, jdbc:mysql:…",
			"jdbc:db2://h:50000/db:password=p4ss, jdbc:db2:…", "jdbc:postgresql://u:p/x@h/db, jdbc:postgresql:…",
			"JDBC:oracle:thin:u/p#q@h:1:X, JDBC:oracle:…" })
	void uriHasNoCredentials(String uri, String safe) {
		assertThat(SafeText.uri(uri)).isEqualTo(safe);
	}

	@ParameterizedTest
	@CsvSource({ "no driver for jdbc:x://joe:pw@db/u, no driver for jdbc:x://db/u",
			"bad url a?password=pw&b=c, bad url a?password=******&b=c", "PWD: pw; x, PWD: ******; x",
			"no jdbc:oracle:thin:u/p@//db:1521/X here, no jdbc:oracle://db:1521/X here",
			"cannot open jdbc:postgresql://u:p/x@h/db, cannot open jdbc:postgresql://h/db",
			"(user=u)(password=p4ss)/db, (user=u)(password=******)/db",
			"connection refused: localhost/127.0.0.1:9009, connection refused: localhost/127.0.0.1:9009" })
	void textHasNoCredentials(String text, String safe) {
		assertThat(SafeText.text(text)).isEqualTo(safe);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"password\":\"hush hush\"}", "{\"password\" : \"hush\"}", "pwd='hush, hush'; x",
			"{password:hush}", "{\"password\":\"hush hu", "pwd='hush, hu" })
	void textHasNoQuotedCredentials(String text) {
		assertThat(SafeText.text(text)).contains("******").doesNotContain("hush");
	}

	@Test
	void failureHasItsTypeAndMessage() {
		assertThat(SafeText.failure(new IllegalStateException("secret=abc")))
			.isEqualTo("java.lang.IllegalStateException: secret=******");
	}

	@Test
	void longFailureIsCutAndSaysHowLongItIs() {
		IllegalStateException failure = new IllegalStateException("x".repeat(10_000));

		assertThat(SafeText.failure(failure)).hasSizeLessThan(550).endsWith("xxx… (10033 characters)");
	}

	@Test
	void longFailureIsNotCutThroughACharacter() {
		String type = IllegalStateException.class.getName() + ": ";
		IllegalStateException failure = new IllegalStateException("x".repeat(499 - type.length()) + "😀".repeat(100));

		assertThat(SafeText.failure(failure)).contains("xxx… (");
	}

}
