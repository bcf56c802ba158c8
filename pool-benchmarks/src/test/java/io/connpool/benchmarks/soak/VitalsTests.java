package io.connpool.benchmarks.soak;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class VitalsTests {

	@Test
	void slopeIsThatOfTheLineClosestToAll() {
		List<Vitals> series = List.of(new Vitals(1, 10, 100, 0, 0), new Vitals(2, 11, 100, 0, 0),
				new Vitals(3, 15, 100, 0, 0), new Vitals(4, 16, 100, 0, 0));

		assertThat(Vitals.slopePerHour(series, Vitals::threads)).isEqualTo(60 * 2.2, within(1e-9));
		assertThat(Vitals.slopePerHour(series, Vitals::files)).isZero();
	}

	@Test
	void processHoldsSomething() {
		Vitals vitals = Vitals.taken(1.5);

		assertThat(vitals.minute()).isEqualTo(1.5);
		assertThat(vitals.threads()).isPositive();
		assertThat(vitals.heapMebibytes()).isPositive();
	}

}
