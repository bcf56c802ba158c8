package io.connpool.benchmarks.soak;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;

class LogBookTests {

	private final LogBook book = new LogBook();

	@Test
	void sameReasonOfThePoolIsRecognizedThoughItsFiguresDiffer() {
		add(0, "strict – cannot open a connection (3 failures since 12 ms, next probe in 90 ms)");
		add(30, "strict – cannot open a connection (5 failures since 40 ms); left out since the last such line: 17");
		add(30, "lines – cannot open a connection (1 failure)");
		add(31, "strict – opening works again, after 8 failures in 500 ms");

		assertThat(this.book.lines()).isEqualTo(4);
		assertThat(this.book.mostInAMinute()).isEqualTo(2);
		assertThat(this.book.mostOf()).isEqualTo("strict – cannot open a connection");
	}

	@Test
	void oneLineAMinuteIsOne() {
		for (int minute = 0; minute < 10; minute++) {
			add(60L * minute, "strict – a listener failed");
		}

		assertThat(this.book.mostInAMinute()).isOne();
	}

	@Test
	void stepsOfAPoolsLifeAreNotLimited() {
		add(0, "strict – suspended");
		add(1, "strict – resumed");
		add(2, "strict – suspended");
		add(3, "strict – resumed");
		add(4, "strict – closed after 12 ms: 0 leases drained, 0 aborted");
		add(5, "strict – closed after 13 ms: 0 leases drained, 0 aborted");

		assertThat(this.book.lines()).isEqualTo(6);
		assertThat(this.book.mostInAMinute()).isZero();
	}

	@Test
	void whatPoolsLogIsCountedAndNothingElse() {
		LogBookProvider provider = new LogBookProvider();
		LogBookProvider.book().clear();

		Logger pool = provider.getLoggerFactory().getLogger("io.connpool.pool");
		pool.warn("{} – {}{}", "strict", "cannot open a connection (1 failure)", "", new IllegalStateException());
		pool.error("{} – {}{}", "strict", "bug: a background task failed", "", new IllegalStateException());
		pool.debug("{} – #{} {}: {}", "strict", 1L, "opened", "");
		provider.getLoggerFactory().getLogger("io.connpool.test.FaultProxy").warn("a client went");
		provider.getLoggerFactory().getLogger("com.zaxxer.hikari").error("gone");

		assertThat(LogBookProvider.book().lines()).isEqualTo(2);
		assertThat(LogBookProvider.book().errorCount()).isOne();
		assertThat(LogBookProvider.book().errors()).containsExactly("strict – bug: a background task failed");
		assertThat(LogBookProvider.book().mostOf()).isEqualTo("strict – cannot open a connection");
		LogBookProvider.book().clear();
	}

	private void add(long second, String line) {
		this.book.add(TimeUnit.SECONDS.toNanos(second), false, line);
	}

}
