package io.connpool.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a connection is lent past those waiting.
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

	@ParameterizedTest
	@ValueSource(longs = { 100, 300, 1_000, 7_000, 40_000 })
	void aConnectionIsPassedUntilTheClockShowsAMillisecond(long use) {
		for (int turn = 0; turn < 3; turn++) {
			assertThat(passesOf(use) * use).as("read after 1, 2, 4 ... 1024, 2048, 3072 ... uses")
				.isBetween(SlotTurn.SLICE, 2 * SlotTurn.SLICE);
		}
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
	void theClockIsReadFirstAfter1And2And4UsesAndFrom1024OnEvery1024() {
		List<Integer> read = new ArrayList<>();
		for (int passes = 0; passes < 4000; passes++) {
			if (!this.slot.isDecidedByCount()) {
				read.add(passes);
			}
			assertThat(isPassedAfter(1, false)).isTrue();
		}

		assertThat(read).containsExactly(0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3072);
	}

	@Test
	void aUseOfFiftyMicrosecondsIsNotSlow() {
		assertThat(isPassedAfter(50_000, true)).isTrue();
		assertThat(isPassedAfter(50_000, true)).isTrue();
		assertThat(isPassedAfter(50_001, true)).isFalse();
	}

	@Test
	void aTurnIsOverAfterExactlyAMillisecond() {
		isPassedAfter(USE, false);
		assertThat(isPassedAfter(SlotTurn.SLICE - 1, false)).isTrue();
		assertThat(isPassedAfter(1, false)).isFalse();
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
		int whole = passesOf(USE);
		for (int i = 0; i < whole; i++) {
			assertThat(isPassedAfter(USE, true)).isTrue();
		}
		this.slot.endTurn();

		assertThat(passesOf(USE)).isEqualTo(whole);
	}

}
