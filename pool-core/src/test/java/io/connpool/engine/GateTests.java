package io.connpool.engine;

import io.connpool.PoolState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Four things in one word, of which none disturbs another.
 */
class GateTests {

	private final Gate gate = new Gate();

	@Test
	void freshGateIsQuiet() {
		assertThat(this.gate.isQuiet(this.gate.generation())).isTrue();
		assertThat(this.gate.isFree()).isTrue();
	}

	@Test
	void whoWaitsIsCountedAndNothingElseChanges() {
		this.gate.nextGeneration();
		long generation = this.gate.generation();

		assertThat(this.gate.join(2)).isZero();
		assertThat(this.gate.join(2)).isOne();
		assertThat(this.gate.join(2)).as("too many").isNegative();

		assertThat(this.gate.waiting()).isEqualTo(2);
		assertThat(this.gate.isQuiet(generation)).isFalse();
		assertThat(this.gate.isFree()).isFalse();
		assertThat(this.gate.isOpenFor(generation)).isTrue();
		assertThat(this.gate.generation()).isEqualTo(generation);
		assertThat(this.gate.leave()).isOne();
		assertThat(this.gate.leave()).isZero();
		assertThat(this.gate.isQuiet(generation)).isTrue();
	}

	@Test
	void oneTooManyThatLeavesSpoilsNothing() {
		long generation = this.gate.generation();

		assertThatIllegalStateException().isThrownBy(this.gate::leave).withMessageStartingWith("bug");

		assertThat(this.gate.isQuiet(generation)).isTrue();
		assertThat(this.gate.state()).isEqualTo(PoolState.RUNNING);
	}

	@Test
	void stateChangesWhileOthersWait() {
		this.gate.join(10);
		this.gate.surplus(true);

		assertThat(this.gate.move(PoolState.RUNNING, PoolState.SUSPENDED)).isTrue();
		assertThat(this.gate.isRunning()).isFalse();
		assertThat(this.gate.isClosing()).isFalse();
		assertThat(this.gate.move(PoolState.RUNNING, PoolState.CLOSED)).isFalse();
		this.gate.close();
		assertThat(this.gate.isClosing()).isTrue();
		assertThat(this.gate.move(PoolState.CLOSING, PoolState.CLOSED)).isTrue();

		assertThat(this.gate.isClosed()).isTrue();
		assertThat(this.gate.waiting()).isOne();
		assertThat(this.gate.isSurplus()).isTrue();
	}

	@Test
	void evictionMakesEarlierConnectionsStaleInWhateverState() {
		long before = this.gate.generation();
		this.gate.move(PoolState.RUNNING, PoolState.SUSPENDED);

		this.gate.nextGeneration();

		assertThat(this.gate.state()).isEqualTo(PoolState.SUSPENDED);
		assertThat(this.gate.generation()).isNotEqualTo(before);
		assertThat(this.gate.isOpenFor(this.gate.generation())).as("suspended").isFalse();
		this.gate.move(PoolState.SUSPENDED, PoolState.RUNNING);
		assertThat(this.gate.isOpenFor(this.gate.generation())).isTrue();
		assertThat(this.gate.isQuiet(before)).isFalse();
	}

	@Test
	void generationsThatRunOverLeaveTheStateAlone() {
		for (int i = 0; i < 40; i++) {
			this.gate.nextGeneration();
		}
		this.gate.surplus(true);
		this.gate.surplus(false);

		assertThat(this.gate.isQuiet(this.gate.generation())).isTrue();
	}

}
