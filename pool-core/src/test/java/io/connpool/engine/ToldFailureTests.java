package io.connpool.engine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which exceptions are logged as they are, and what is logged instead of the others.
 */
class ToldFailureTests {

	private static final String SECRET = "no driver for tcp://joe:hush@host";

	static Stream<Throwable> harmless() {
		Throwable why = failure("why");
		return Stream.of(new IllegalStateException(), failure("down"), failure("down", why),
				failure("down", failure("why", failure("root"))), suppressing(failure("down"), why),
				suppressing(failure("down", why), why, failure("and that")), circle("one", "other"));
	}

	@ParameterizedTest
	@MethodSource("harmless")
	void whatIsHarmlessInAllItsPartsIsShownAsItIs(Throwable harmless) {
		assertThat(ToldFailure.of(harmless)).isSameAs(harmless);
	}

	static Stream<Throwable> harmful() {
		return Stream.of(failure(SECRET), failure("down", failure(SECRET)),
				failure("down", failure("why", failure(SECRET))), suppressing(failure("down"), failure(SECRET)),
				suppressing(failure("down"), failure("why"), failure(SECRET)),
				suppressing(failure("down", failure("why")), failure("and that", failure(SECRET))),
				failure("down", suppressing(failure("why"), failure(SECRET))), circle("one", SECRET),
				failure("down", new Odd(SECRET, "laconic")), failure("down", new Odd("down", SECRET)));
	}

	@ParameterizedTest
	@MethodSource("harmful")
	void whatIsHarmfulInAnyOfItsPartsHasAStandIn(Throwable harmful) {
		Throwable told = ToldFailure.of(harmful);

		assertThat(told).isInstanceOf(ToldFailure.class);
		assertThat(shown(told)).startsWith("java.lang.IllegalStateException: ")
			.contains("ToldFailureTests.failure(ToldFailureTests.java:")
			.doesNotContain("hush");
		assertThat(causes(told)).extracting(Throwable::getMessage).noneMatch((message) -> message.contains("hush"));
	}

	@Test
	void aStandInHasTheStackOfWhatItStandsFor() {
		Throwable failure = failure(SECRET);
		failure.setStackTrace(new StackTraceElement[] { new StackTraceElement("Driver", "connect", "Driver.java", 7) });

		assertThat(shown(ToldFailure.of(failure))).isEqualToNormalizingNewlines("""
				java.lang.IllegalStateException: no driver for tcp://host
					at Driver.connect(Driver.java:7)
				""");
	}

	@Test
	void standInsForCausesThatGoRoundInACircleEnd() {
		List<String> told = causes(ToldFailure.of(circle("one", SECRET))).stream().map(Throwable::getMessage).toList();

		assertThat(told).as("it and twenty causes")
			.hasSize(21)
			.startsWith("java.lang.IllegalStateException: one",
					"java.lang.IllegalStateException: no driver for tcp://host")
			.endsWith("java.lang.IllegalStateException: one");
	}

	@Test
	void noFailureIsNoFailure() {
		assertThat(ToldFailure.of(null)).isNull();
	}

	private static Throwable failure(String message) {
		return new IllegalStateException(message);
	}

	private static Throwable failure(String message, Throwable cause) {
		return new IllegalStateException(message, cause);
	}

	private static Throwable suppressing(Throwable failure, Throwable... suppressed) {
		Stream.of(suppressed).forEach(failure::addSuppressed);
		return failure;
	}

	private static Throwable circle(String message, String messageOfItsCause) {
		Throwable one = failure(message);
		one.initCause(failure(messageOfItsCause, one));
		return one;
	}

	private static String shown(@Nullable Throwable told) {
		StringWriter text = new StringWriter();
		assertThat(told).isNotNull();
		told.printStackTrace(new PrintWriter(text, true));
		return text.toString();
	}

	private static List<Throwable> causes(@Nullable Throwable told) {
		List<Throwable> causes = new ArrayList<>();
		for (Throwable cause = told; cause != null && causes.size() < 100; cause = cause.getCause()) {
			causes.add(cause);
		}
		return causes;
	}

	/** Says other things than its message, either of which a log may show. */
	private static final class Odd extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String text;

		private Odd(String message, String text) {
			super(message);
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
