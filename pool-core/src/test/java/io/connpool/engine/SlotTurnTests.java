package io.connpool.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often and how long a connection is lent past those waiting.
 */
class SlotTurnTests {

	private static final long USE = 1_000;

	private final SlotTurn slot = new SlotTurn() {
	};

	private long now;

	/** One use, then the question whether it may be passed. */
	private boolean isPassedAfter(long useNanos, boolean someoneCalled) {
		this.now += useNanos;
		return this.slot.mayPass(this.now, someoneCalled);
	}

	private int passesOf(long useNanos) {
		int passes = 0;
		while (isPassedAfter(useNanos, true)) {
			passes++;
		}
		return passes;
	}

	@Test
	void aConnectionIsPassedAtMost64TimesInARow() {
		assertThat(passesOf(USE)).isEqualTo(64);
		assertThat(passesOf(USE)).as("the next turn").isEqualTo(64);
	}

	@Test
	void aConnectionIsNotPassedAfterAMillisecond() {
		int passes = passesOf(40_000);

		assertThat(passes * 40_000L).as("seen when the clock is read, after 2, 4, 8 ... times")
			.isBetween(SlotTurn.SLICE, 2 * SlotTurn.SLICE);
	}

	@Test
	void slowUsesArePassedOnlyWhileNobodyIsOnHisWay() {
		assertThat(isPassedAfter(100_000, false)).isTrue();
		assertThat(isPassedAfter(100_000, true)).isFalse();
		assertThat(isPassedAfter(100_000, true)).as("known to be slow from then on").isFalse();
		assertThat(isPassedAfter(100_000, false)).isTrue();
		assertThat(isPassedAfter(100_000, false)).isTrue();
	}

	@Test
	void slowUsesArePassedForAMillisecondToo() {
		isPassedAfter(100_000, false);

		int passes = 0;
		while (isPassedAfter(100_000, false)) {
			passes++;
		}

		assertThat(passes * 100_000L).isLessThanOrEqualTo(SlotTurn.SLICE);
	}

	@Test
	void aConnectionThatNobodyTakesAgainIsPassedLessAndLess() {
		int[] handedOver = new int[7];
		for (int round = 0; round < handedOver.length; round++) {
			while (!isPassedAfter(USE, false)) {
				handedOver[round]++;
			}
			this.slot.claimedForLine();
		}

		assertThat(handedOver).containsExactly(0, 1, 3, 7, 15, 31, 31);
	}

	@Test
	void aConnectionThatIsTakenAgainIsPassedAsBefore() {
		isPassedAfter(USE, false);
		this.slot.claimedForLine();
		assertThat(isPassedAfter(USE, false)).isFalse();

		assertThat(isPassedAfter(USE, false)).isTrue();
		assertThat(isPassedAfter(USE, false)).as("a running thread had taken it").isTrue();
		this.slot.claimedForLine();

		assertThat(isPassedAfter(USE, false)).as("no reluctance").isTrue();
	}

	@Test
	void theTurnEndsWhenNobodyWaits() {
		for (int i = 0; i < 60; i++) {
			assertThat(isPassedAfter(USE, true)).isTrue();
		}
		this.slot.endTurn();

		assertThat(passesOf(USE)).isEqualTo(64);
	}

}
