package io.connpool.benchmarks.soak;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptsTests {

	private static final long ORIGIN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3);

	private final Attempts attempts = new Attempts();

	@Test
	void onlyThoseCountThatBeganAfterOneHadFailed() {
		failed(100, 90);
		failed(110, 95);
		assertThat(this.attempts.mostInASecond()).isZero();

		failed(250, 50);

		assertThat(this.attempts.mostInASecond()).isOne();
	}

	@Test
	void mostOfAnySecondAreTold() {
		failed(0, 0);
		for (int millis : new int[] { 100, 900, 1800, 1850, 2000, 2799, 2800, 9000 }) {
			failed(millis, 10);
		}

		assertThat(this.attempts.mostInASecond()).isEqualTo(4);
	}

	@Test
	void thoseThatHangAndFailLateCountWhenTheyBegan() {
		failed(0, 0);
		failed(3000, 10);
		failed(3100, 2900);
		failed(3200, 2800);

		assertThat(this.attempts.mostInASecond()).isEqualTo(2);
	}

	@Test
	void successEndsIt() {
		failed(0, 0);
		failed(200, 10);
		this.attempts.succeeded();

		failed(300, 10);
		failed(310, 50);

		assertThat(this.attempts.mostInASecond()).isOne();
	}

	private void failed(long millis, long took) {
		this.attempts.failed(ORIGIN + TimeUnit.MILLISECONDS.toNanos(millis), TimeUnit.MILLISECONDS.toNanos(took));
	}

}
