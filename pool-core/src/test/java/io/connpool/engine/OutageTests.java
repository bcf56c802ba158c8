package io.connpool.engine;

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
		this.rig.askEvery(50, Duration.ofSeconds(4));
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

		this.rig.askEvery(20, Duration.ofSeconds(60));

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

	/** Without anybody asking attempts become rare; who asks does not wait for that. */
	@Test
	void whoAsksInALongOutageHasAnAttemptMadeWithinASecondThoughAConnectionIsThere() {
		this.rig.start((settings) -> settings.maxSize(2).minIdle(1));
		List<Lease<FakeConnection>> leases = this.rig.leases(2);
		backendGoesDown();
		leases.get(1).invalidate(REFUSED);
		this.rig.advance(Duration.ofMinutes(5));
		int before = this.attempts.size();

		this.rig.ask();
		this.rig.advanceMillis(1_000);

		assertThat(this.attempts).hasSizeGreaterThan(before);
	}

	@Test
	void anOutageIsToldToLastSinceItsFirstFailure() {
		this.rig.start((settings) -> settings.maxSize(1).minIdle(1));
		Lease<FakeConnection> lease = this.rig.lease();
		backendGoesDown();
		lease.invalidate(REFUSED);
		this.rig.settle();
		Duration begun = this.rig.now();
		this.rig.advance(Duration.ofMinutes(2));
		assertThat(this.attempts).hasSizeGreaterThan(2);

		Ask ask = this.rig.ask();

		assertThat(ask.failure())
			.hasMessageContaining("failures since " + this.rig.now().minus(begun).toMillis() + " ms");
	}

}
