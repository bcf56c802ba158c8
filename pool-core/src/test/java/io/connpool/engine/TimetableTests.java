package io.connpool.engine;

import java.net.ConnectException;
import java.time.Duration;

import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a pool has its housekeeper come: as soon as somebody might be forgotten without
 * him, and not for nothing.
 */
class TimetableTests {

	private static final Duration TICK = Duration.ofNanos(Tick.RESOLUTION);

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private long stamp;

	/** Starts a pool whose one connection is on its way back. */
	private Slot<FakeConnection> startReturning() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.lease();
		return beginReturn();
	}

	private Slot<FakeConnection> beginReturn() {
		Slot<FakeConnection> slot = this.rig.pool.table.slots()[0];
		this.stamp = slot.word();
		assertThat(slot.beginReturn(this.stamp)).isTrue();
		return slot;
	}

	/** As by one who looked at the line before there was one. */
	private void endReturnSilently(Slot<FakeConnection> slot) {
		assertThat(slot.endReturn(this.stamp)).isTrue();
	}

	@Test
	void whoeverFindsTheLineEmptyAndAConnectionOnItsWayBackIsServedAMillisecondLater() {
		for (int i = 0; i < 3; i++) {
			Slot<FakeConnection> slot = (i == 0) ? startReturning() : beginReturn();
			Ask ask = this.rig.askOnly(PoolRig.LONG);
			endReturnSilently(slot);
			this.rig.clock.advance(Duration.ofMillis(1));
			this.rig.settle();

			assertThat(ask.isServed()).isTrue();
		}
	}

	@Test
	void aConnectionThatIsLongOnItsWayBackIsLookedForInEveryPass() {
		Slot<FakeConnection> slot = startReturning();
		Ask ask = this.rig.askOnly(PoolRig.LONG);
		for (int i = 0; i < 3; i++) {
			this.rig.clock.advance(TICK);
			this.rig.pool.runOnce(this.rig.clock.nanos());
		}

		endReturnSilently(slot);
		this.rig.clock.advance(TICK);
		this.rig.settle();

		assertThat(ask.isServed()).isTrue();
	}

	@Test
	void aPoolInWhichNothingIsOutAndNothingGrowsOldWantsNoPass() {
		this.rig.start((settings) -> settings);
		this.rig.fill(2);

		this.rig.advance(Duration.ofSeconds(1));

		assertThat(this.rig.untilPass()).isGreaterThan(Duration.ofHours(1));
	}

	/** As by one who ran out of stack before it could start the tick. */
	@Test
	void whatIsOutWhileTheTickStandsStillIsLookedAtAgain() {
		this.rig.start((settings) -> settings);
		this.rig.fill(1);
		this.rig.advance(Duration.ofSeconds(1));
		Slot<FakeConnection> slot = this.rig.pool.table.claimIdle();
		assertThat(slot).isNotNull();

		long again = this.rig.pool.runOnce(this.rig.clock.nanos());

		assertThat(again).isLessThanOrEqualTo(Tick.RESOLUTION);
		slot.set(SlotState.IDLE);
	}

	@Test
	void aSuspendedPoolWhoseBackendIsDownWantsNoPass() {
		this.rig.start((settings) -> settings);
		this.rig.factory.opens().fail(new ConnectException("refused"));
		this.rig.ask();
		this.rig.pool.suspend();

		this.rig.advance(Duration.ofSeconds(30));

		assertThat(this.rig.untilPass()).isGreaterThan(Duration.ofMinutes(5));
		this.rig.factory.heal();
		this.rig.pool.resume();
		this.rig.lease().close();
	}

	@Test
	void nobodyIsForgottenForWhomAConnectionIsBeingValidated() {
		this.rig.startWithAllHooks(
				(settings) -> settings.maxSize(2).fairness(Fairness.BOUNDED).validateAfterIdle(Duration.ZERO));
		this.rig.fill(2);
		this.rig.executor.hold();
		Ask first = this.rig.askOnly(PoolRig.LONG);

		assertThat(this.rig.pool.serving.isAnyForgotten()).isFalse();
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(first.isServed()).isTrue();
	}

	@Test
	void theDeadlinesOfThoseServedAndFailedAreForgotten() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask served = this.rig.ask();
		lease.close();
		this.rig.settle();

		assertThat(served.isServed()).isTrue();
		assertThat(untilNextDeadline()).isEqualTo(Long.MAX_VALUE);
		Ask failed = this.rig.ask();
		assertThat(untilNextDeadline()).isPositive();
		this.rig.pool.closeAsync(Duration.ofSeconds(1));

		assertThat(untilNextDeadline()).isEqualTo(Long.MAX_VALUE);
		this.rig.settle();
		assertThat(failed.isFailed()).isTrue();
	}

	private long untilNextDeadline() {
		return this.rig.pool.queue.untilNextDeadline(this.rig.clock.nanos());
	}

}
