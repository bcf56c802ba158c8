package io.connpool.engine;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arithmetic of backing off and coming back.
 */
class CircuitTests {

	private static final Throwable REFUSED = new IllegalStateException("refused");

	/** Such that sums overflow. */
	private static final long NOW = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(50);

	private static Circuit failed(int times, boolean asked, double random) {
		Circuit circuit = Circuit.healthy();
		for (int i = 0; i < times; i++) {
			circuit = circuit.failed(NOW, NOW, asked, random, REFUSED);
		}
		return circuit;
	}

	@Test
	void aHealthyCircuitNeverWaits() {
		Circuit healthy = Circuit.healthy();

		assertThat(healthy.isFailing()).isFalse();
		assertThat(healthy.isOpen(1)).isFalse();
		assertThat(healthy.untilNextAttempt(NOW)).isZero();
		assertThat(healthy.ramp()).isEqualTo(Integer.MAX_VALUE);
		assertThat(healthy.succeeded(4)).isSameAs(healthy);
	}

	@ParameterizedTest
	@CsvSource({ "1, true, 100", "2, true, 200", "3, true, 400", "4, true, 800", "5, true, 1000", "60, true, 1000",
			"1, false, 100", "4, false, 800", "7, false, 6400", "8, false, 10000", "1000, false, 10000" })
	void backoffDoublesUpToItsCap(int failures, boolean asked, long mostMillis) {
		long most = failed(failures, asked, 1.0).untilNextAttempt(NOW);
		long least = failed(failures, asked, 0.0).untilNextAttempt(NOW);

		assertThat(TimeUnit.NANOSECONDS.toMillis(most)).isEqualTo(mostMillis);
		assertThat(TimeUnit.NANOSECONDS.toMillis(least)).isEqualTo(100);
	}

	@Test
	void anAttemptThatTookLongIsFollowedByTheNextAtOnce() {
		long startedAt = NOW - TimeUnit.SECONDS.toNanos(2);

		Circuit circuit = Circuit.healthy().failed(startedAt, NOW, true, 1.0, REFUSED);

		assertThat(circuit.untilNextAttempt(NOW)).isZero();
		assertThat(circuit.lastFailureAt()).isEqualTo(NOW);
		assertThat(circuit.lastFailure()).isSameAs(REFUSED);
	}

	@Test
	void anAskBringsTheNextAttemptForwardToASecondAfterTheLast() {
		Circuit resting = failed(20, false, 1.0);
		assertThat(resting.untilNextAttempt(NOW)).isEqualTo(Circuit.CAP_UNASKED);

		Circuit asked = resting.asked();

		assertThat(asked.untilNextAttempt(NOW)).isEqualTo(Circuit.CAP_ASKED);
		assertThat(asked.untilNextAttempt(NOW + TimeUnit.SECONDS.toNanos(3))).isZero();
		assertThat(failed(2, true, 0.5).asked()).isEqualTo(failed(2, true, 0.5));
	}

	@Test
	void itOpensAtItsThreshold() {
		assertThat(failed(4, true, 0).isOpen(5)).isFalse();
		assertThat(failed(5, true, 0).isOpen(5)).isTrue();
		assertThat(failed(5, true, 0).succeeded(4).isOpen(5)).isFalse();
	}

	@Test
	void afterASuccessOpensDoubleEveryRoundUpToTheirParallelism() {
		Circuit circuit = failed(3, true, 0);
		assertThat(circuit.ramp()).isEqualTo(1);
		circuit = circuit.succeeded(16);
		assertThat(circuit.isFailing()).isFalse();
		assertThat(circuit.lastFailure()).as("kept").isSameAs(REFUSED);

		for (int expected : new int[] { 2, 4, 8 }) {
			assertThat(circuit.ramp()).isEqualTo(expected);
			for (int i = 0; i < expected; i++) {
				circuit = circuit.succeeded(16);
			}
		}

		assertThat(circuit.ramp()).as("no limit any more").isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void aFailureDuringTheRampStartsItAgain() {
		Circuit circuit = failed(3, true, 0).succeeded(16).succeeded(16).failed(NOW, NOW, true, 0, REFUSED);

		assertThat(circuit.failures()).isEqualTo(1);
		assertThat(circuit.ramp()).isEqualTo(1);
	}

}
