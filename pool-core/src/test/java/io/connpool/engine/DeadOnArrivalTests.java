package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.connpool.BreakerState;
import io.connpool.CloseReason;
import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection whose check finds it dead as soon as it is open has not been opened (A16,
 * A18).
 */
class DeadOnArrivalTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void aConnectionThatIsDeadOnArrivalIsAFailedOpenThatSaysSo() {
		this.rig.startWithAllHooks((settings) -> settings);
		this.rig.factory.checks().answer(Liveness.DEAD);

		Ask ask = this.rig.ask();

		assertThat(ask.failure()).isInstanceOf(ConnectionOpenException.class)
			.hasMessageContaining("dead as soon as it was open")
			.hasMessageContaining(this.rig.factory.getClass().getName())
			.hasCauseInstanceOf(IOException.class);
		assertThat(this.rig.stats().total()).isZero();
		assertThat(this.rig.stats().openFailed()).isOne();
		assertThat(this.rig.stats().opened()).as("the server has seen it").isOne();
		assertThat(this.rig.stats().closed()).containsOnly(Map.entry(CloseReason.DEAD_ON_ARRIVAL, 1L));
		assertThat(this.rig.factory.connection(1).closeCalls()).isOne();
		assertThat(this.rig.listener.tape()).containsExactlyInAnyOrder("open failed", "closed DEAD_ON_ARRIVAL");
	}

	@Test
	void aCheckThatThrowsCountsAsDeadAndIsTheCause() {
		this.rig.startWithAllHooks((settings) -> settings);
		Error thrown = new StackOverflowError("simulated");
		this.rig.factory.checks().fail(thrown);

		Ask ask = this.rig.ask();

		assertThat(ask.failure()).isInstanceOf(ConnectionOpenException.class)
			.hasMessageContaining("which counts as dead")
			.hasRootCause(thrown);
		assertThat(this.rig.factory.connection(1).closeCalls()).isOne();
	}

	@Test
	void theBreakerOpensAndServiceIsBackWithinASecond() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(4));
		this.rig.factory.checks().answer(Liveness.DEAD);

		this.rig.askEvery(50, Duration.ofSeconds(10));

		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.OPEN);
		assertThat(this.rig.factory.opened()).as("attempts in ten seconds").isBetween(10, 100);
		assertThat(this.rig.factory.live()).isZero();
		this.rig.factory.heal();
		this.rig.leaseWithin(Duration.ofSeconds(1)).close();
		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void thoseInLineWaitOnWhileAnotherConnectionIsInUse() {
		this.rig.startWithAllHooks((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.checks().answer(Liveness.DEAD);
		Ask ask = this.rig.ask();
		assertThat(ask.isWaiting()).isTrue();

		this.rig.factory.heal();
		lease.close();
		this.rig.settle();

		assertThat(ask.lease().connection()).as("not the one that was dead").isSameAs(this.rig.factory.connection(1));
	}

	@Test
	void itKeepsItsPlaceUntilItIsClosed() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1).closeTimeout(Duration.ofSeconds(30)));
		this.rig.executor.threaded();
		this.rig.factory.checks().answerNext(Liveness.DEAD);
		this.rig.factory.closes().hangNext(1);

		this.rig.ask();
		Ask next = this.rig.ask();
		this.rig.advance(Duration.ofSeconds(5));

		assertThat(this.rig.stats().closing()).isOne();
		assertThat(next.isWaiting()).isTrue();
		assertThat(this.rig.factory.opened()).isOne();
		this.rig.factory.release();
		this.rig.advance(Duration.ofSeconds(1));
		assertThat(next.lease().connection()).isSameAs(this.rig.factory.connection(2));
	}

	/** A server that has no room for more hangs up on newcomers only. */
	@Test
	void itCastsNoSuspicionOnTheOthers() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(4).validateAfterIdle(Duration.ofHours(1)));
		this.rig.fill(2);
		this.rig.advanceMillis(200);
		this.rig.factory.checks().answerNext(Liveness.DEAD);

		this.rig.resize(3, 4);
		this.rig.advance(Duration.ofSeconds(20));

		assertThat(this.rig.stats().openFailed()).isOne();
		assertThat(this.rig.stats().idle()).isEqualTo(3);
		assertThat(this.rig.factory.validations().calls()).isZero();
	}

	@Test
	void aCheckThatHangsIsUnderTheLimitOfTheOpen() {
		this.rig.startWithAllHooks((settings) -> settings.openTimeout(Duration.ofSeconds(2)));
		this.rig.executor.threaded();
		this.rig.factory.checks().hangDeafNext(1);

		Ask ask = this.rig.ask();
		this.rig.advanceMillis(1_900);
		assertThat(ask.isWaiting()).isTrue();
		this.rig.advanceMillis(200);

		assertThat(ask.failure()).isInstanceOf(ConnectionOpenException.class)
			.hasMessageContaining("open-timeout 2000 ms");
		assertThat(this.rig.stats().quarantined()).isOne();
		this.rig.factory.release();
		this.rig.settle();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.LATE, 1L);
		assertThat(this.rig.factory.connection(1).isOpen()).isFalse();
	}

	@Test
	void aDeadSuccessorLeavesTheOldConnectionInItsPlace() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(2).maxLifetime(Duration.ofMinutes(10)));
		this.rig.fill(1);
		this.rig.factory.opens().before(() -> this.rig.factory.checks().answerNext(Liveness.DEAD));

		while (this.rig.stats().openFailed() == 0) {
			this.rig.advance(Duration.ofSeconds(1));
		}

		assertThat(this.rig.stats().idle()).isOne();
		assertThat(this.rig.factory.connection(1).isOpen()).isTrue();
	}

	@Test
	void aNewConnectionIsCheckedOnceOnItsWayToWhoWaits() {
		this.rig.startWithAllHooks((settings) -> settings);

		this.rig.lease();

		assertThat(this.rig.factory.checks().calls()).isOne();
	}

}
