package io.connpool.engine;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads claim the same place in the same instant.
 */
class ClaimRaceTests {

	private static final int TIMES = 500_000;

	private final SlotState slot = new SlotState() {
	};

	private final AtomicInteger claimed = new AtomicInteger();

	@Test
	void anIdleConnectionThatTwoThreadsClaimIsClaimedByOne() {
		this.slot.claim(SlotState.EMPTY, SlotState.OPENING);

		new Duel(TIMES).fight(() -> this.slot.set(SlotState.IDLE), this::claim, this::claim,
				() -> assertThat(this.claimed.getAndSet(0)).isOne());

		assertThat(this.slot.state()).isEqualTo(SlotState.ACTIVE);
	}

	@Test
	void aLeaseIsEndedByItsHolderOrSeizedByTheHousekeeper() {
		this.slot.claim(SlotState.EMPTY, SlotState.ACTIVE);
		long[] word = new long[1];

		new Duel(TIMES).fight(() -> word[0] = this.slot.word(), () -> count(this.slot.beginReturn(word[0])),
				() -> count(this.slot.seize(word[0], SlotState.CLOSING)), () -> {
					assertThat(this.claimed.getAndSet(0)).isOne();
					if (this.slot.state() == SlotState.RETURNING) {
						this.slot.set(SlotState.ACTIVE);
					}
					else {
						this.slot.set(SlotState.EMPTY);
						this.slot.claim(SlotState.EMPTY, SlotState.ACTIVE);
					}
				});
	}

	private void claim() {
		count(this.slot.claim(SlotState.IDLE, SlotState.ACTIVE));
	}

	private void count(boolean won) {
		if (won) {
			this.claimed.incrementAndGet();
		}
	}

}
