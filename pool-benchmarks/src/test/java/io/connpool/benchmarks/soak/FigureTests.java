package io.connpool.benchmarks.soak;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FigureTests {

	@Test
	void whatMustBeZeroAndIsNotFailsTheRun() {
		assertThat(Figure.never("lost", 0).verdict()).isEqualTo(Figure.Verdict.KEPT);
		assertThat(Figure.never("lost", 1).verdict()).isEqualTo(Figure.Verdict.BROKEN);
	}

	@Test
	void whatShouldBeLessIsMissed() {
		assertThat(Figure.atMost("late", 50, 50, " ms").verdict()).isEqualTo(Figure.Verdict.KEPT);
		assertThat(Figure.atMost("late", 50.1, 50, " ms").verdict()).isEqualTo(Figure.Verdict.MISSED);
	}

	/** Or a sheet says what must be zero, and the run does not fail. */
	@Test
	void nothingThatMustBeZeroIsOnlyMissed() {
		Figure figure = Figure.atMost("late", 1, 0, "");

		assertThat(figure.verdict()).isEqualTo(Figure.Verdict.BROKEN);
	}

}
