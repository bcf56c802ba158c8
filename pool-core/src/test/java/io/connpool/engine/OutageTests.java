package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.AcquireTimeoutException;
import io.connpool.BreakerState;
import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.OpenFailure;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens while the backend is down and when it comes back: sentence 8 of the
 * contract.
 */
class OutageTests {

	private static final ConnectException REFUSED = new ConnectException("refused");

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private final List<Long> attempts = new ArrayList<>();

	private void backendGoesDown() {
		this.rig.factory.opens().before(() -> {
			this.attempts.add(this.rig.now().toMillis());
			throw new IllegalStateException("down", REFUSED);
		});
	}

	private void askEvery(long millis, Duration duration) {
		Duration end = this.rig.now().plus(duration);
		while (this.rig.now().compareTo(end) < 0) {
			Ask ask = this.rig.ask(Duration.ofMillis(millis));
			this.rig.advanceMillis(millis);
			if (ask.isServed()) {
				ask.lease().close();
			}
		}
	}

	private void assertAttemptsApartAtLeast(long millis) {
		for (int i = 1; i < this.attempts.size(); i++) {
			assertThat(this.attempts.get(i) - this.attempts.get(i - 1)).as("gap in %s", this.attempts)
				.isGreaterThanOrEqualTo(millis);
		}
	}

	private void assertAttemptsApartAtMost(long millis) {
		for (int i = 1; i < this.attempts.size(); i++) {
			assertThat(this.attempts.get(i) - this.attempts.get(i - 1)).as("gap in %s", this.attempts)
				.isLessThanOrEqualTo(millis);
		}
	}

	@Test
	void everyWaiterFailsAtOnceWhenNothingIsThere() {
		this.rig.start((settings) -> settings.maxSize(3));
		this.rig.executor.hold();
		List<Ask> asks = this.rig.asks(10);
		backendGoesDown();

		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(asks).allSatisfy((ask) -> assertThat(ask.failure()).isInstanceOf(ConnectionOpenException.class)
			.hasMessageStartingWith("rig – ")
			.hasRootCause(REFUSED));
	}

	@Test
	void waitersStayWhileAnotherOpenIsInFlight() {
		this.rig.start((settings) -> settings.maxSize(2));
		this.rig.executor.threaded();
		this.rig.factory.opens().hangNext(1);
		Ask first = this.rig.ask();
		this.rig.factory.opens().failNext(1, REFUSED);

		Ask second = this.rig.ask();
		assertThat(first.isWaiting()).isTrue();
		assertThat(second.isWaiting()).isTrue();
		this.rig.factory.release();
		this.rig.settle();

		assertThat(first.isServed()).isTrue();
	}

	@Test
	void waitersStayWhileAConnectionIsActiveAndTheirTimeoutCarriesTheLastFailure() {
		this.rig.start((settings) -> settings);
		this.rig.lease();
		backendGoesDown();

		Ask ask = this.rig.ask(Duration.ofSeconds(2));
		this.rig.advanceMillis(1_900);
		assertThat(ask.isWaiting()).isTrue();
		this.rig.advanceMillis(200);

		assertThat(ask.failure()).isInstanceOf(AcquireTimeoutException.class).hasRootCause(REFUSED);
	}

	// T37, T100
	@Test
	void whileTheBreakerIsOpenAndNothingIsThereNewcomersLearnTheCauseAtOnce() {
		this.rig.start((settings) -> settings);
		backendGoesDown();
		askEvery(50, Duration.ofSeconds(4));
		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.OPEN);
		int before = this.attempts.size();

		List<Ask> newcomers = List.of(this.rig.ask(), this.rig.ask(), this.rig.ask());

		assertThat(newcomers)
			.allSatisfy((newcomer) -> assertThat(newcomer.failure()).isInstanceOf(ConnectionOpenException.class)
				.hasMessageContaining("next probe in")
				.hasRootCause(REFUSED));
		assertThat(this.attempts.size() - before).as("attempts of their own").isLessThanOrEqualTo(1);
	}

	@Test
	void whileTheBreakerIsOpenNewcomersWaitForConnectionsThatAreThere() {
		this.rig.start((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		backendGoesDown();
		this.rig.ask(Duration.ofSeconds(4));
		this.rig.advanceMillis(4_100);
		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.OPEN);

		Ask newcomer = this.rig.ask();
		assertThat(newcomer.isWaiting()).isTrue();
		lease.close();
		this.rig.settle();

		newcomer.lease().close();
	}

	@Test
	void theBreakerOpensAfterTheConfiguredNumberOfFailuresInARow() {
		this.rig.start((settings) -> settings.breakerFailureThreshold(3));
		this.rig.lease();
		backendGoesDown();
		Ask waiter = this.rig.ask();

		while (this.attempts.size() < 2) {
			this.rig.advanceMillis(10);
		}
		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.CLOSED);
		while (this.attempts.size() < 3) {
			this.rig.advanceMillis(10);
		}

		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.OPEN);
		assertThat(waiter.isWaiting()).as("who waits already stays in line").isTrue();
		OpenFailure failure = this.rig.stats().lastFailure();
		assertThat(failure).isNotNull();
		assertThat(failure.consecutive()).isEqualTo(3);
		assertThat(failure.cause()).hasRootCause(REFUSED);
	}

	// T95, T99
	@Test
	void whileSomebodyWaitsAttemptsComeAtMostTenTimesAndAtLeastOnceASecond() {
		this.rig.start((settings) -> settings.maxSize(10));
		this.rig.lease();
		backendGoesDown();

		this.rig.asks(50);
		this.rig.advance(Duration.ofSeconds(60));

		assertThat(this.attempts).hasSizeBetween(59, 200);
		assertAttemptsApartAtLeast(100);
		assertAttemptsApartAtMost(1_100);
	}

	// T98, T99
	@Test
	void whileSomebodyAsksAttemptsComeAtMostTenTimesAndAtLeastOnceASecond() {
		this.rig.start((settings) -> settings.maxSize(10));
		backendGoesDown();

		askEvery(20, Duration.ofSeconds(60));

		assertThat(this.attempts).hasSizeBetween(50, 200);
		assertAttemptsApartAtLeast(100);
		assertAttemptsApartAtMost(1_100);
	}

	@Test
	void whileNobodyAsksAttemptsBecomeRare() {
		this.rig.start((settings) -> settings.minIdle(1));
		backendGoesDown();
		this.rig.pool.evictAll();

		this.rig.advance(Duration.ofMinutes(10));

		assertThat(this.attempts).hasSizeBetween(60, 200);
		assertAttemptsApartAtLeast(100);
		assertAttemptsApartAtMost(10_100);
	}

	@Test
	void whoAsksAfterAQuietSecondIsServedByAProbeOfItsOwn() {
		this.rig.start((settings) -> settings.minIdle(1));
		backendGoesDown();
		this.rig.pool.evictAll();
		this.rig.advance(Duration.ofMinutes(5));
		while (this.rig.now().toMillis() - this.attempts.get(this.attempts.size() - 1) < 1_500) {
			this.rig.advanceMillis(100);
		}
		this.rig.factory.heal();

		Ask ask = this.rig.ask();

		assertThat(ask.isServed() || ask.isFailed()).isTrue();
		assertThat(this.rig.stats().opened()).as("probed at once").isPositive();
		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.CLOSED);
	}

	// T98
	@Test
	void whoeverKeepsAskingIsServedWithinASecondAfterTheBackendIsBack() {
		this.rig.start((settings) -> settings.maxSize(4));
		backendGoesDown();
		for (int seconds : List.of(1, 7, 60, 600)) {
			askEvery(50, Duration.ofSeconds(seconds));
			this.rig.factory.heal();
			Duration back = this.rig.now();

			this.rig.leaseWithin(Duration.ofSeconds(1)).close();

			assertThat(this.rig.now().minus(back)).isLessThanOrEqualTo(Duration.ofSeconds(1));
			assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.CLOSED);
			assertThat(this.rig.stats().lastFailure()).as("kept").isNotNull();
			assertThat(this.rig.stats().lastFailure().consecutive()).isZero();
			this.rig.pool.evictAll();
			backendGoesDown();
		}
	}

	@Test
	void whoWaitsIsServedWithinASecondAfterTheBackendIsBack() {
		this.rig.start((settings) -> settings.maxSize(4));
		this.rig.lease();
		backendGoesDown();
		Ask waiter = this.rig.ask();
		this.rig.advance(Duration.ofSeconds(90));

		this.rig.factory.heal();
		this.rig.advanceMillis(1_050);

		assertThat(waiter.isServed()).isTrue();
	}

	// T100
	@Test
	void whileOpeningFailsNoMoreAreTriedAtATimeThanOpeningParallelism() {
		this.rig.start((settings) -> settings.maxSize(10).openingParallelism(4));
		this.rig.lease();
		backendGoesDown();
		this.rig.asks(9);
		this.rig.advanceMillis(3_000);

		this.rig.executor.hold();
		for (int i = 0; i < 30; i++) {
			this.rig.advanceMillis(100);
			assertThat(this.rig.stats().opening()).isLessThanOrEqualTo(4);
		}

		assertThat(this.rig.stats().opening()).isPositive();
		this.rig.executor.letGo();
	}

	@Test
	void aProbeThatHangsDoesNotBlockTheNext() {
		this.rig.start((settings) -> settings.maxSize(10).openingParallelism(3).openTimeout(Duration.ofSeconds(2)));
		this.rig.executor.threaded();
		this.rig.lease();
		this.rig.factory.opens().failNext(6, REFUSED);
		Ask waiter = this.rig.ask();
		this.rig.advanceMillis(10_000);
		assertThat(waiter.isServed()).as("after six failures").isTrue();
		this.rig.factory.opens().failNext(6, REFUSED);
		this.rig.factory.opens().hang();
		this.rig.ask();
		int before = this.rig.factory.opens().calls();

		this.rig.advanceMillis(15_000);

		assertThat(this.rig.factory.opens().calls() - before).as("probes").isGreaterThan(10);
		assertThat(this.rig.factory.opens().running()).as("at once").isLessThanOrEqualTo(3);
		assertThat(this.rig.stats().opening()).isLessThanOrEqualTo(3);
		this.rig.factory.heal();
		this.rig.advanceMillis(1_050);
		assertThat(this.rig.stats().waiting()).isZero();
	}

	@Test
	void serviceIsTakenUpAgainStepByStep() {
		this.rig.start((settings) -> settings.maxSize(20).openingParallelism(16));
		Lease<FakeConnection> lease = this.rig.lease();
		backendGoesDown();
		this.rig.asks(19);
		this.rig.advanceMillis(3_000);
		this.rig.factory.heal();
		this.rig.executor.hold();
		while (this.rig.stats().opening() == 0) {
			this.rig.advanceMillis(10);
		}
		List<Integer> steps = new ArrayList<>();

		for (int i = 0; i < 4; i++) {
			steps.add(this.rig.stats().opening());
			this.rig.executor.letGo();
			this.rig.executor.hold();
			this.rig.settle();
		}

		assertThat(steps).as("opens at once").isSorted().startsWith(1);
		assertThat(steps.get(1)).isBetween(1, 2);
		assertThat(steps.get(2)).isBetween(2, 4);
		assertThat(steps.get(3)).isBetween(3, 8);
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(this.rig.stats().waiting()).isZero();
		lease.close();
	}

	// T96
	@Test
	void connectionsAreOpenedSideBySide() {
		this.rig.start((settings) -> settings.maxSize(10));
		this.rig.executor.hold();

		this.rig.asks(10);

		assertThat(this.rig.stats().opening()).as("default parallelism, at least").isBetween(4, 10);
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(this.rig.stats().active()).isEqualTo(10);
	}

	// T97
	@Test
	void noMoreAreOpenedThanAreWaitedFor() {
		this.rig.start((settings) -> settings.maxSize(10).openingParallelism(10));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.executor.hold();

		this.rig.asks(2);
		this.rig.advanceMillis(1_000);
		assertThat(this.rig.stats().opening()).isEqualTo(2);
		lease.close();
		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(this.rig.factory.opened()).isEqualTo(3);
		assertThat(this.rig.stats().idle()).as("demand has vanished").isEqualTo(1);
	}

	// G2
	@Test
	void aFlappingBackendWearsNothingOut() {
		this.rig.start((settings) -> settings.maxSize(4));

		for (int i = 0; i < 100; i++) {
			backendGoesDown();
			this.rig.pool.evictAll();
			askEvery(100, Duration.ofSeconds(1));
			this.rig.factory.heal();
			Lease<FakeConnection> lease = this.rig.leaseWithin(Duration.ofSeconds(1));
			lease.invalidate(new IOException("down again"));
		}

		this.rig.advanceMillis(1_000);
		this.rig.leases(4).forEach(Lease::close);
		assertThat(this.rig.factory.opens().peak()).isLessThanOrEqualTo(4);
	}

}
