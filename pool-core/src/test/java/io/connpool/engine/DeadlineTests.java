package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.connpool.AcquireTimeoutException;
import io.connpool.CloseReason;
import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.PoolSettings;
import io.connpool.PoolSuspendedException;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An acquire takes no longer than it was given, and calls of the factory no longer than
 * their limits.
 */
class DeadlineTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private void assertTimesOutAfter(Ask ask, long millis) {
		this.rig.advanceMillis(millis - 10);
		assertThat(ask.isWaiting()).as("10 ms before its time: %s", ask.isFailed() ? ask.failure() : ask).isTrue();
		this.rig.advanceMillis(15);
		assertThat(ask.failure()).isInstanceOfSatisfying(AcquireTimeoutException.class, (ex) -> {
			assertThat(ex.waited()).isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + 5));
			assertThat(ex).hasMessageStartingWith("rig – ").hasMessageContaining(ex.stats().gauges());
		});
	}

	// T40
	@Test
	void anOpenThatHangsDoesNotHoldUpTheCaller() {
		this.rig.start((settings) -> settings);
		this.rig.executor.threaded();
		this.rig.factory.opens().hangDeafNext(2);

		Ask ask = this.rig.ask(Duration.ofMillis(700));

		assertTimesOutAfter(ask, 700);
	}

	// T41
	@Test
	void validationsThatHangDoNotHoldUpTheCaller() {
		this.rig.startWithAllHooks(
				(settings) -> settings.maxSize(3).maxQuarantined(6).validationTimeout(Duration.ofSeconds(1)));
		this.rig.fill(3);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangDeafNext(3);
		this.rig.factory.opens().hangDeafNext(3);
		this.rig.advanceMillis(1_000);

		Ask ask = this.rig.ask(Duration.ofMillis(1_500));

		assertTimesOutAfter(ask, 1_500);
	}

	// T42
	@Test
	void suspensionDoesNotHoldUpTheCaller() {
		this.rig.start((settings) -> settings);
		this.rig.pool.suspend();

		Ask ask = this.rig.ask(Duration.ofMillis(700));

		this.rig.advanceMillis(690);
		assertThat(ask.isWaiting()).isTrue();
		this.rig.advanceMillis(15);
		assertThat(ask.failure()).isInstanceOf(PoolSuspendedException.class).hasMessageStartingWith("rig – ");
		this.rig.pool.resume();
	}

	// T44
	@Test
	void attemptsThatFailDoNotRestartTheTime() {
		this.rig.start((settings) -> settings);
		this.rig.lease();
		this.rig.factory.opens().fail(new ConnectException("refused"));

		Ask ask = this.rig.ask(Duration.ofMillis(2_000));

		assertTimesOutAfter(ask, 2_000);
		assertThat(this.rig.factory.opens().calls()).as("attempts").isGreaterThan(3);
		assertThat(ask.failure()).as("the time-out carries the last failure")
			.hasRootCauseInstanceOf(ConnectException.class);
	}

	// T44
	@Test
	void handOffsThatFailDoNotRestartTheTime() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3).validateAfterIdle(Duration.ZERO));
		this.rig.fill(3);
		this.rig.executor.threaded();
		this.rig.factory.validations().hang();
		this.rig.factory.opens().hang();
		Ask ask = this.rig.ask(Duration.ofMillis(2_500));

		assertTimesOutAfter(ask, 2_500);
	}

	// T45
	@Test
	void aConnectionWhoseCallerLeftDuringItsValidationIsPooledOnlyIfItPasses() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangNext(1);
		this.rig.advanceMillis(1_000);

		Ask hasty = this.rig.ask(Duration.ofMillis(100));
		this.rig.advanceMillis(200);
		assertThat(hasty.isFailed()).isTrue();
		assertThat(this.rig.pool.tryAcquire()).as("while it is being validated").isNull();
		this.rig.factory.release();
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.lease().connection().id()).isEqualTo(1);
	}

	// T46
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aValidationThatOverrunsIsInterruptedAndItsConnectionAborted(boolean deaf) {
		this.rig.startWithAllHooks(
				(settings) -> settings.maxSize(1).maxQuarantined(2).validationTimeout(Duration.ofSeconds(1)));
		this.rig.fill(1);
		this.rig.executor.threaded();
		if (deaf) {
			this.rig.factory.validations().hangDeafNext(1);
		}
		else {
			this.rig.factory.validations().hangNext(1);
		}
		this.rig.advanceMillis(1_000);

		Ask ask = this.rig.ask();
		this.rig.advanceMillis(1_100);

		assertThat(ask.lease().connection().id()).isEqualTo(2);
		FakeConnection overrun = this.rig.factory.connection(1);
		assertThat(overrun.abortCalls()).isEqualTo(1);
		assertThat(overrun.closeCalls()).isZero();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.VALIDATION_FAILED, 1L);
		assertThat(this.rig.stats().quarantined()).isEqualTo(deaf ? 1 : 0);
		this.rig.factory.release();
		this.rig.settle();
		assertThat(this.rig.stats().quarantined()).isZero();
	}

	// T47
	@Test
	void callsThatCannotBeEndedAreCountedAndCapped() {
		this.rig.start((settings) -> settings.maxSize(5).maxQuarantined(3).closeTimeout(Duration.ofSeconds(1)));
		this.rig.executor.threaded();
		List<Lease<FakeConnection>> leases = this.rig.leases(5);
		this.rig.factory.closes().hangDeafNext(5);

		leases.forEach((lease) -> lease.invalidate(new IOException("reset")));
		this.rig.advance(Duration.ofMinutes(1));

		assertThat(this.rig.stats().quarantined()).isEqualTo(3);
		assertThat(this.rig.stats().closing()).as("the others keep their places").isEqualTo(2);
		this.rig.factory.release();
		this.rig.settle();
		assertThat(this.rig.stats().quarantined()).isZero();
		assertThat(this.rig.stats().total()).isZero();
	}

	// T47
	@Test
	void opensThatCannotBeEndedAreCountedAndBeyondTheCapThereAreProbesOnly() {
		this.rig.start((settings) -> settings.maxSize(2).maxQuarantined(3));
		this.rig.executor.threaded();
		this.rig.factory.opens().hangDeafNext(100);

		for (int i = 0; i < 60; i++) {
			this.rig.ask(Duration.ofMillis(400));
			this.rig.advanceMillis(500);
			long seconds = this.rig.now().toSeconds();
			int probes = 1 + Long.SIZE - 1 - Long.numberOfLeadingZeros(1 + seconds);
			assertThat(this.rig.factory.present()).isLessThanOrEqualTo(3 + 2 + probes);
			assertThat(this.rig.stats().quarantined()).isLessThanOrEqualTo(this.rig.factory.present());
		}
		Ask refused = this.rig.ask();
		this.rig.settle();

		assertThat(this.rig.stats().quarantined()).isGreaterThan(3);
		assertThat(refused.failure()).isInstanceOf(ConnectionOpenException.class)
			.hasStackTraceContaining("max-quarantined");
		this.rig.factory.heal();
		this.rig.factory.release();
		this.rig.settle();
		assertThat(this.rig.stats().quarantined()).isZero();
		this.rig.leaseWithin(Duration.ofSeconds(1)).close();
	}

	static Stream<Duration> longTimes() {
		return Stream.of(Duration.ofDays(300 * 365), Duration.ofNanos(Long.MAX_VALUE),
				Duration.ofMillis(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
				PoolSettings.INFINITE);
	}

	// T18, T48
	@ParameterizedTest
	@MethodSource("longTimes")
	void veryLongTimesDoNotOverflow(Duration timeout) {
		this.rig.start((settings) -> settings.maxSize(1).acquireTimeout(timeout));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.ask(timeout);

		this.rig.clock.advance(Duration.ofDays(365));
		this.rig.settle();
		assertThat(waiter.isWaiting()).isTrue();
		lease.close();
		this.rig.settle();

		assertThat(waiter.isServed()).isTrue();
	}

	// T48
	@Test
	void zeroDoesNotWaitButHasAnOpenStarted() throws Exception {
		this.rig.start((settings) -> settings);

		assertThatThrownBy(() -> this.rig.pool.acquire(Duration.ZERO)).isInstanceOf(AcquireTimeoutException.class);
		Ask ask = this.rig.ask(Duration.ZERO);
		assertThat(ask.failure()).isInstanceOf(AcquireTimeoutException.class);
		assertThat(this.rig.stats().idle()).isBetween(1, 2);

		this.rig.pool.acquire(Duration.ZERO).close();
	}

	// T48
	@Test
	void oneNanosecondIsATimeLikeAnyOther() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.lease();

		Ask ask = this.rig.ask(Duration.ofNanos(1));
		this.rig.advanceMillis(1);

		assertThat(ask.failure()).isInstanceOf(AcquireTimeoutException.class);
	}

	// T48
	@ParameterizedTest
	@ValueSource(strings = { "PT-0.000000001S", "PT-1S", "PT-2562047788015215H" })
	void negativeTimesAreRejected(Duration timeout) {
		this.rig.start((settings) -> settings);

		assertThatThrownBy(() -> this.rig.pool.acquire(timeout)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> this.rig.pool.acquireAsync(timeout)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> this.rig.pool.execute(timeout, (connection) -> 1))
			.isInstanceOf(IllegalArgumentException.class);
		assertThat(this.rig.stats().total()).isZero();
		this.rig.fill(1);
		assertThatThrownBy(() -> this.rig.pool.acquire(timeout)).as("while a connection is idle")
			.isInstanceOf(IllegalArgumentException.class);
	}

	// T49
	@Test
	void afterALongPauseOfTheMachineThePoolServesOn() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3)
			.idleTimeout(Duration.ofMinutes(10))
			.maxLifetime(Duration.ofMinutes(30))
			.keepaliveInterval(Duration.ofMinutes(2)));
		List<Lease<FakeConnection>> leases = this.rig.leases(3);
		leases.get(0).close();
		leases.get(1).close();
		this.rig.settle();

		this.rig.clock.advance(Duration.ofHours(1));
		Ask ask = this.rig.ask(Duration.ofSeconds(1));
		this.rig.advanceMillis(900);

		assertThat(ask.isServed()).isTrue();
		assertThat(ask.lease().connection().isOpen()).isTrue();
		assertThat(leases.get(2).connection().isOpen()).as("what is leased stays").isTrue();
		leases.get(2).close();
		ask.lease().close();
		this.rig.settle();
		assertThat(this.rig.stats().waiting()).isZero();
	}

}
