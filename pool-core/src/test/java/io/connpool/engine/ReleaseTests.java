package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;

import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

/**
 * How a lease ends, and what becomes of its connection.
 */
class ReleaseTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T65, M5
	@Test
	void closingALeaseTwiceGivesTheConnectionBackOnce() {
		this.rig.start((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();

		lease.close();
		lease.close();
		lease.close();
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.stats().staleCalls()).isEqualTo(2);
		this.rig.leases(2).forEach(Lease::close);
	}

	// T65
	@Test
	void aStaleLeaseCannotTouchTheNextCallersConnection() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> stale = this.rig.lease();
		stale.close();
		Lease<FakeConnection> next = this.rig.lease();

		stale.close();
		stale.retire();
		stale.invalidate(new IOException("too late"));
		this.rig.settle();

		assertThat(next.connection().isOpen()).isTrue();
		assertThat(this.rig.stats().active()).isEqualTo(1);
		assertThat(this.rig.stats().staleCalls()).isEqualTo(3);
		next.close();
		this.rig.settle();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
	}

	// T66
	@Test
	void closingAnInvalidatedLeaseIsSilent() {
		this.rig.start((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		FakeConnection connection = lease.connection();

		lease.invalidate(new IOException("reset"));
		lease.close();
		this.rig.settle();

		assertThat(this.rig.stats().staleCalls()).isZero();
		assertThat(connection.closeCalls()).isEqualTo(1);
		assertThat(this.rig.stats().closed()).containsOnly(entry(CloseReason.INVALIDATED, 1L));
		assertThat(this.rig.stats().total()).isZero();
	}

	// T67
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anEndedLeaseHasNoConnection(boolean invalidated) {
		this.rig.start((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		if (invalidated) {
			lease.invalidate(new IOException("reset"));
		}
		lease.close();

		assertThatThrownBy(lease::connection).isInstanceOf(IllegalStateException.class);
		assertThat(this.rig.stats().staleCalls()).isEqualTo(1);
	}

	@Test
	void aRetiredConnectionIsLentNoMore() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		FakeConnection connection = lease.connection();

		lease.retire();
		assertThat(lease.connection()).as("the lease goes on").isSameAs(connection);
		assertThat(connection.isOpen()).isTrue();
		lease.close();
		this.rig.settle();

		assertThat(connection.isOpen()).isFalse();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.RETIRED, 1L);
		assertThat(this.rig.lease().connection()).isNotSameAs(connection);
	}

	// T70
	@Test
	void givingBackDoesNotWaitForTheReset() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.ask();

		lease.close();
		assertThat(this.rig.factory.resets().calls()).as("on the caller's thread").isZero();
		assertThat(this.rig.stats().active()).as("it keeps its place").isEqualTo(1);
		assertThat(this.rig.pool.tryAcquire()).isNull();
		this.rig.settle();

		assertThat(this.rig.factory.resets().calls()).isEqualTo(1);
		assertThat(waiter.isServed()).isTrue();
	}

	// T70
	@Test
	void givingBackDoesNotWaitForTheClose() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();

		lease.invalidate(new IOException("reset"));

		assertThat(this.rig.factory.closes().calls()).as("on the caller's thread").isZero();
		assertThat(this.rig.stats().closing()).isEqualTo(1);
	}

	// T71
	@Test
	void aConnectionThatCannotBeResetIsClosed() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.ask();
		this.rig.factory.resets().failNext(1, new IOException("reset"));

		lease.close();
		this.rig.settle();

		assertThat(this.rig.factory.connection(1).closeCalls()).isEqualTo(1);
		assertThat(waiter.lease().connection().id()).isEqualTo(2);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.RESET_FAILED, 1L);
	}

	// T71
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aConnectionWhoseResetOverrunsIsAborted(boolean deaf) {
		this.rig.startWithAllHooks(
				(settings) -> settings.maxSize(1).maxQuarantined(2).validationTimeout(Duration.ofSeconds(1)));
		this.rig.executor.threaded();
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.ask();
		if (deaf) {
			this.rig.factory.resets().hangDeafNext(1);
		}
		else {
			this.rig.factory.resets().hangNext(1);
		}

		lease.close();
		this.rig.advanceMillis(1_100);

		FakeConnection overrun = this.rig.factory.connection(1);
		assertThat(overrun.abortCalls()).isEqualTo(1);
		assertThat(waiter.lease().connection()).isNotSameAs(overrun);
		assertThat(this.rig.stats().quarantined()).isEqualTo(deaf ? 1 : 0);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.RESET_FAILED, 1L);
		this.rig.factory.release();
		this.rig.settle();
		assertThat(overrun.closeCalls()).as("it has been aborted already").isZero();
	}

	// T71
	@Test
	void anInvalidatedConnectionIsNotReset() {
		this.rig.startWithAllHooks((settings) -> settings);

		this.rig.lease().invalidate(new IOException("reset"));
		this.rig.settle();

		assertThat(this.rig.factory.resets().calls()).isZero();
	}

	// T72
	@Test
	void aConnectionFoundDeadOnReleaseIsClosed() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.checks().answerNext(Liveness.DEAD);

		lease.close();
		this.rig.settle();

		assertThat(this.rig.factory.connection(1).closeCalls()).isEqualTo(1);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.DEAD, 1L);
		assertThat(this.rig.factory.resets().calls()).isZero();
	}

	// T92
	@Test
	void aFailureThatProvesNothingAgainstTheConnectionLetsItBeLentAgain() {
		this.rig.startWithAllHooks((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.verdicts().answerNext(true);

		lease.invalidate(new IllegalArgumentException("the caller's own fault"));
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.factory.resets().calls()).as("released as usual").isEqualTo(1);
		this.rig.lease().invalidate(new IOException("reset"));
		this.rig.settle();
		assertThat(this.rig.stats().total()).isZero();
	}

	// T92
	@Test
	void aConnectionFoundDeadIsNotLentAgainHoweverHarmlessTheFailure() {
		this.rig.startWithAllHooks((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.verdicts().answer(true);
		this.rig.factory.checks().answer(Liveness.DEAD);

		lease.invalidate(new IllegalArgumentException("the caller's own fault"));
		this.rig.settle();

		assertThat(this.rig.stats().total()).isZero();
	}

	@Test
	void aRetiredConnectionStaysRetiredHoweverHarmlessTheFailure() {
		this.rig.startWithAllHooks((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.verdicts().answer(true);

		lease.retire();
		lease.invalidate(new IllegalArgumentException("the caller's own fault"));
		this.rig.settle();

		assertThat(this.rig.stats().total()).isZero();
	}

	@Test
	void aConnectionIsLentMaxUsesTimes() {
		this.rig.start((settings) -> settings.maxSize(1).maxUses(3));

		for (int i = 0; i < 7; i++) {
			this.rig.lease().close();
			this.rig.settle();
		}

		assertThat(this.rig.factory.connections()).extracting(FakeConnection::uses).containsExactly(3, 3, 1);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.MAX_USES, 2L);
	}

}
