package io.connpool.engine;

import java.net.ConnectException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of exceptions that are not ours.
 */
class ForeignTextTests {

	@Test
	void anOrdinaryFailureIsToldAsItIs() {
		assertThat(ForeignText.of(new ConnectException("refused"))).isEqualTo("java.net.ConnectException: refused");
	}

	@Test
	void theRootCauseIsToldUnlessItIsInThereAlready() {
		ConnectException refused = new ConnectException("refused");

		assertThat(ForeignText.of(new IllegalStateException("down", refused)))
			.isEqualTo("java.lang.IllegalStateException: down, root cause: java.net.ConnectException: refused");
		assertThat(ForeignText.of(new IllegalStateException(refused)))
			.isEqualTo("java.lang.IllegalStateException: java.net.ConnectException: refused");
	}

	@Test
	void causesThatGoRoundInACircleEnd() {
		IllegalStateException one = new IllegalStateException("one");
		IllegalStateException other = new IllegalStateException("other", one);
		one.initCause(other);

		assertThat(ForeignText.of(one)).startsWith("java.lang.IllegalStateException: one");
	}

	@ParameterizedTest
	@ValueSource(ints = { 501, 2_000, 2_001, 1_000_000 })
	void aLongTextIsCutAndSaysHowLongItIs(int length) {
		String text = "x".repeat(length);

		assertThat(ForeignText.told(text)).startsWith("xxx")
			.hasSizeLessThan(530)
			.endsWith("x… (" + length + " characters)");
	}

	@Test
	void aTextOfFiveHundredCharactersIsNotCut() {
		String text = "x".repeat(500);

		assertThat(ForeignText.told(text)).isEqualTo(text);
	}

	@Test
	void aCharacterOfTwoHalvesIsNotCutInTwo() {
		assertThat(ForeignText.told("x".repeat(499) + "😀".repeat(10))).startsWith("x".repeat(499) + "… (");
	}

	@ParameterizedTest
	@CsvSource({ "cannot reach tcp://joe:hush@host:1, cannot reach tcp://host:1",
			"cannot open jdbc:postgresql://u:hush/x@h/db, cannot open jdbc:postgresql://h/db",
			"no jdbc:oracle:thin:u/hush@//db:1521/X here, no jdbc:oracle://db:1521/X here",
			"bad url a?password=hush&b=c, bad url a?password=******&b=c",
			"connection refused: localhost/127.0.0.1:9009, connection refused: localhost/127.0.0.1:9009" })
	void credentialsAreLeftOut(String text, String told) {
		assertThat(ForeignText.told(text)).isEqualTo(told);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp://joe:", "jdbc:oracle:thin:u/", "a?password=", "{\"password\": \"", "pwd='" })
	void credentialsAreLeftOutWhereverTheTextIsCut(String before) {
		String secret = "hush".repeat(1_000);
		for (int start = 400; start < 2_100; start += 7) {
			String text = "x".repeat(start) + " " + before + secret + "@host\" ' more";

			assertThat(ForeignText.told(text)).as("%s characters before it", start).doesNotContain("hush");
		}
	}

	@Test
	void whatCannotBeAskedIsToldByItsType() {
		class Mute extends RuntimeException {

			private static final long serialVersionUID = 1L;

			@Override
			public String toString() {
				throw new StackOverflowError();
			}

			@Override
			public synchronized Throwable getCause() {
				throw new IllegalStateException("no");
			}

		}

		assertThat(ForeignText.of(new Mute())).isEqualTo(Mute.class.getName());
	}

}
