package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.CloseReason;
import io.connpool.IdleOrder;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is looked at before a connection is lent, and what keeps idle ones alive.
 */
class ValidationTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T84
	@Test
	void aConnectionIsValidatedOnlyAfterItHasBeenIdleForLongEnough() {
		this.rig.startWithAllHooks((settings) -> settings.validateAfterIdle(Duration.ofSeconds(2)));
		this.rig.fill(1);

		this.rig.advanceMillis(1_700);
		this.rig.lease().close();
		this.rig.settle();
		assertThat(this.rig.factory.validations().calls()).as("idle for 1.7 s").isZero();
		this.rig.advanceMillis(2_300);
		this.rig.lease().close();

		assertThat(this.rig.factory.validations().calls()).as("idle for 2.3 s").isEqualTo(1);
		assertThat(this.rig.listener.count("valid")).isEqualTo(1);
		assertThat(this.rig.factory.opened()).isEqualTo(1);
	}

	// T84
	@Test
	void zeroValidatesBeforeEveryLease() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1).validateAfterIdle(Duration.ZERO));
		this.rig.fill(1);

		for (int i = 1; i <= 3; i++) {
			this.rig.lease().close();
			this.rig.settle();
			assertThat(this.rig.factory.validations().calls()).isEqualTo(i);
		}
	}

	@Test
	void aConnectionKnownToBeAliveIsNotValidated() {
		this.rig.startWithAllHooks((settings) -> settings.validateAfterIdle(Duration.ofSeconds(1)));
		this.rig.fill(1);
		this.rig.factory.checks().answer(Liveness.ALIVE);

		this.rig.advanceMillis(5_000);
		assertThat(this.rig.pool.tryAcquire()).as("nothing needs to be asked").isNotNull();

		assertThat(this.rig.factory.validations().calls()).isZero();
	}

	@Test
	void aConnectionThatWouldHaveToBeValidatedIsNotToBeHadWithoutWaiting() {
		this.rig.startWithAllHooks((settings) -> settings.validateAfterIdle(Duration.ofSeconds(1)));
		this.rig.fill(1);

		this.rig.advanceMillis(2_000);
		Lease<FakeConnection> stale = this.rig.pool.tryAcquire();
		this.rig.settle();

		assertThat(stale).isNull();
		this.rig.lease().close();
		assertThat(this.rig.factory.opened()).isEqualTo(1);
	}

	@Test
	void aCallerWhoJoinsTheLineWhileSomebodyElseLooksGetsAValidatedConnection() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1).validateAfterIdle(Duration.ofSeconds(1)));
		this.rig.fill(1);
		this.rig.advanceMillis(2_000);
		List<Ask> asks = new ArrayList<>();
		this.rig.factory.checks().before(() -> {
			if (asks.isEmpty()) {
				asks.add(this.rig.askOnly(PoolRig.LONG));
			}
		});

		assertThat(this.rig.pool.tryAcquire()).isNull();
		this.rig.settle();

		assertThat(asks.get(0).isServed()).isTrue();
		assertThat(this.rig.factory.validations().calls()).isEqualTo(1);
	}

	@Test
	void aConnectionBeingValidatedCountsAsActive() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		this.rig.advanceMillis(1_000);
		this.rig.executor.hold();

		Ask ask = this.rig.ask();

		assertThat(ask.isWaiting()).isTrue();
		assertThat(this.rig.stats().active()).isEqualTo(1);
		assertThat(this.rig.stats().idle()).isZero();
		this.rig.executor.letGo();
		this.rig.settle();
		ask.lease().close();
	}

	@Test
	void oneCallerHasOneConnectionValidated() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(5));
		this.rig.fill(5);
		this.rig.advanceMillis(1_000);

		this.rig.lease().close();

		assertThat(this.rig.factory.validations().calls()).isEqualTo(1);
	}

	@Test
	void asManyConnectionsAreValidatedAtATimeAsCallersWait() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(5));
		this.rig.fill(5);
		this.rig.advanceMillis(1_000);
		this.rig.executor.hold();

		List<Ask> asks = this.rig.asks(3);

		assertThat(this.rig.stats().active()).isEqualTo(3);
		assertThat(this.rig.stats().idle()).isEqualTo(2);
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(asks).allMatch(Ask::isServed);
	}

	@Test
	void whenOneFailsItsValidationTheNextIdleOneIsTriedBeforeANewOneIsOpened() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3));
		this.rig.fill(3);
		this.rig.advanceMillis(1_000);
		this.rig.factory.validations().answerNext(false, false);

		Ask ask = this.rig.ask();

		assertThat(ask.isServed()).isTrue();
		assertThat(this.rig.factory.validations().calls()).isEqualTo(3);
		assertThat(this.rig.factory.opened()).isEqualTo(3);
	}

	@Test
	void aConnectionThatPassesIsLentToTheOldestWaiter() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		this.rig.advanceMillis(1_000);
		this.rig.executor.hold();
		Ask first = this.rig.ask();
		Ask second = this.rig.ask();

		first.future().cancel(false);
		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(second.lease().connection().id()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aConnectionThatFailsOnceOnAcquireIsClosed(boolean throwing) {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveTries(5));
		this.rig.fill(1);
		this.rig.advanceMillis(1_000);
		if (throwing) {
			this.rig.factory.validations().failNext(1, new IOException("reset"));
		}
		else {
			this.rig.factory.validations().answerNext(false);
		}

		Lease<FakeConnection> lease = this.rig.lease();

		assertThat(lease.connection().id()).isEqualTo(2);
		assertThat(this.rig.factory.connection(1).closeCalls()).isEqualTo(1);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.VALIDATION_FAILED, 1L);
		assertThat(this.rig.listener.count("invalid")).isEqualTo(1);
	}

	@Test
	void aConnectionFoundDeadOnAcquireIsClosedAndAnotherOneLent() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		this.rig.factory.checks().answerNext(Liveness.DEAD);

		Lease<FakeConnection> lease = this.rig.lease();

		assertThat(lease.connection().id()).isEqualTo(2);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.DEAD, 1L);
	}

	// T45, T81: validation does not hold the pool's locks
	@Test
	void aWaiterBehindAHangingValidationIsServedByWhatIsReleased() {
		this.rig.startWithAllHooks((settings) -> settings.validationTimeout(Duration.ofSeconds(30)));
		List<Lease<FakeConnection>> leases = this.rig.leases(2);
		leases.get(0).close();
		this.rig.advanceMillis(1_000);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangNext(1);
		Ask ask = this.rig.ask();
		assertThat(ask.isWaiting()).isTrue();

		leases.get(1).close();
		this.rig.settle();

		assertThat(ask.lease().connection().id()).isEqualTo(2);
		this.rig.factory.release();
		this.rig.settle();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
	}

	@Test
	void aConnectionThatIsFitIsLentWhileAnotherIsBeingValidated() {
		this.rig.startWithAllHooks(
				(settings) -> settings.maxSize(3).validateAfterIdle(Duration.ofMillis(500)).idleOrder(IdleOrder.LRU));
		this.rig.fill(3);
		this.rig.advanceMillis(2_000);
		this.rig.lease().close();
		this.rig.settle();
		this.rig.executor.hold();

		Ask ask = this.rig.ask();

		assertThat(this.rig.stats().waiting()).as("the one that was just used is idle and fit: %s", this.rig.stats())
			.isZero();
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(ask.isServed()).isTrue();
	}

	@Test
	void whenAConnectionIsFoundDeadAfterItsValidationTheNextIdleOneIsTried() {
		this.rig.startWithAllHooks((settings) -> settings.validateAfterIdle(Duration.ofMillis(500)));
		this.rig.fill(2);
		this.rig.advanceMillis(2_000);
		this.rig.executor.hold();
		Ask ask = this.rig.ask();
		this.rig.factory.checks().answerNext(Liveness.UNKNOWN, Liveness.DEAD);
		this.rig.factory.opens().fail(new IOException("refused"));

		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(ask.isServed()).as("%s", this.rig.stats()).isTrue();
	}

	@Test
	void whoMayNotWaitForAValidationGetsWhatNeedsNone() {
		this.rig.startWithAllHooks(
				(settings) -> settings.validateAfterIdle(Duration.ofMillis(500)).idleOrder(IdleOrder.LRU));
		this.rig.fill(2);
		this.rig.advanceMillis(2_000);
		Lease<FakeConnection> used = this.rig.lease();
		used.close();
		this.rig.settle();

		Lease<FakeConnection> lease = this.rig.pool.tryAcquire();

		assertThat(lease).isNotNull();
		assertThat(lease.connection()).isSameAs(this.rig.factory.connection(1));
	}

	/**
	 * Those that need a validation are in the way of those that do not, and as many are
	 * validated as callers wait.
	 */
	@Test
	void allWhoWaitGetWhatNeedsNoValidationWhileOthersAreValidated() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(6).validateAfterIdle(Duration.ofMillis(500)));
		List<Lease<FakeConnection>> leases = this.rig.leases(6);
		leases.subList(0, 3).forEach(Lease::close);
		this.rig.advanceMillis(1_000);
		leases.subList(3, 6).forEach(Lease::close);
		this.rig.settle();
		this.rig.pool.suspend();
		this.rig.asks(3);
		this.rig.executor.hold();

		this.rig.pool.resume();

		assertThat(this.rig.stats().waiting()).isZero();
		assertThat(this.rig.factory.validations().calls()).isZero();
		this.rig.executor.letGo();
		this.rig.settle();
	}

}
