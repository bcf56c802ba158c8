package io.connpool.engine;

import java.time.Duration;
import java.util.List;

import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.PoolClosedException;
import io.connpool.PoolState;
import io.connpool.PoolSuspendedException;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a suspended pool does (T42, T59).
 */
class SuspendTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void aSuspendedPoolLendsNothingAndOpensNothing() {
		this.rig.start((settings) -> settings);
		this.rig.fill(1);

		this.rig.pool.suspend();
		List<Ask> asks = this.rig.asks(3);
		this.rig.advanceMillis(5_000);

		assertThat(asks).allMatch(Ask::isWaiting);
		assertThat(this.rig.pool.tryAcquire()).isNull();
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.SUSPENDED);
		assertThat(this.rig.factory.opens().calls()).isEqualTo(1);
	}

	@Test
	void resumingServesWaitersFirstAndInTheirOrder() {
		this.rig.start((settings) -> settings.maxSize(2));
		this.rig.fill(2);
		this.rig.pool.suspend();
		List<Ask> asks = this.rig.asks(3);

		this.rig.pool.resume();
		assertThat(this.rig.pool.tryAcquire()).as("right after resuming").isNull();
		this.rig.settle();

		assertThat(asks).extracting(Ask::isServed).containsExactly(true, true, false);
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.RUNNING);
	}

	@Test
	void resumingServesWaitersWithWhatIsAliveAndClosesWhatIsNot() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(2));
		this.rig.fill(2);
		this.rig.pool.suspend();
		Ask ask = this.rig.ask();
		this.rig.factory.checks().answerNext(Liveness.DEAD);

		this.rig.pool.resume();
		this.rig.settle();

		assertThat(ask.isServed()).isTrue();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.DEAD, 1L);
	}

	@Test
	void resumingStartsTheOpensThatWaitersNeed() {
		this.rig.start((settings) -> settings);
		this.rig.pool.suspend();
		Ask ask = this.rig.ask();

		this.rig.pool.resume();
		this.rig.settle();

		assertThat(ask.isServed()).isTrue();
	}

	@Test
	void leasesComeBackWhileThePoolIsSuspendedAndServeNobody() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask earlier = this.rig.ask();

		this.rig.pool.suspend();
		lease.close();
		this.rig.settle();

		assertThat(earlier.isWaiting()).isTrue();
		assertThat(this.rig.stats().active()).isZero();
		this.rig.pool.resume();
		this.rig.settle();
		assertThat(earlier.isServed()).isTrue();
	}

	@Test
	void anOpenInFlightServesNobodyWhileThePoolIsSuspended() {
		this.rig.start((settings) -> settings);
		this.rig.executor.hold();
		Ask ask = this.rig.ask();

		this.rig.pool.suspend();
		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(ask.isWaiting()).isTrue();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
		this.rig.pool.resume();
		this.rig.settle();
		assertThat(ask.isServed()).isTrue();
	}

	@Test
	void callersThatRunOutOfTimeLearnThatThePoolIsSuspended() throws Exception {
		this.rig.start((settings) -> settings);
		this.rig.pool.suspend();
		Background<?> blocked = this.rig.background(() -> this.rig.pool.acquire(Duration.ofMillis(200)));
		this.rig.awaitWaiting(1);
		Ask ask = this.rig.ask(Duration.ofMillis(100));

		this.rig.advanceMillis(150);
		assertThat(ask.failure()).isInstanceOf(PoolSuspendedException.class);
		while (blocked.isRunning()) {
			this.rig.advanceMillis(50);
		}

		assertThat(blocked.failure()).isInstanceOf(PoolSuspendedException.class);
		assertThat(this.rig.ask(Duration.ZERO).failure()).isInstanceOf(PoolSuspendedException.class);
	}

	// T28
	@Test
	void resumingServesIdleConnectionsWhateverElseIsBeingValidated() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(10))
			.validateAfterIdle(Duration.ofSeconds(60))
			.validationTimeout(Duration.ofSeconds(60)));
		this.rig.fill(2);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangDeafNext(1);
		this.rig.advanceMillis(10_500);
		assertThat(this.rig.stats().gauges()).isEqualTo("total=2 active=1 idle=1 opening=0 closing=0 waiting=0");
		this.rig.pool.suspend();
		Ask ask = this.rig.ask();

		this.rig.pool.resume();
		this.rig.settle();

		assertThat(ask.isServed()).isTrue();
	}

	@Test
	void aSuspendedPoolCanBeClosed() throws Exception {
		this.rig.start((settings) -> settings);
		this.rig.fill(2);
		this.rig.pool.suspend();
		Ask ask = this.rig.ask();

		this.rig.finish(this.rig.close(Duration.ofSeconds(5)));

		assertThat(ask.failure()).isInstanceOf(PoolClosedException.class);
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.CLOSED);
	}

	@Test
	void suspendingAndResumingTwiceIsAsOnce() {
		this.rig.start((settings) -> settings);

		this.rig.pool.suspend();
		this.rig.pool.suspend();
		this.rig.pool.resume();
		this.rig.pool.resume();

		this.rig.lease().close();
	}

}
