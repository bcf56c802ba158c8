package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.BreakerState;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How service is taken up when the backend comes back, and how connections are opened
 * when it works.
 */
class RecoveryTests {

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
			this.rig.askEvery(50, Duration.ofSeconds(seconds));
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
			this.rig.askEvery(100, Duration.ofSeconds(1));
			this.rig.factory.heal();
			Lease<FakeConnection> lease = this.rig.leaseWithin(Duration.ofSeconds(1));
			lease.invalidate(new IOException("down again"));
		}

		this.rig.advanceMillis(1_000);
		this.rig.leases(4).forEach(Lease::close);
		assertThat(this.rig.factory.opens().peak()).isLessThanOrEqualTo(4);
	}

	@Test
	void probesThatHangAreGivenUpForTheNextBeforeTheirOwnLimit() {
		this.rig.start((settings) -> settings.openingParallelism(1).openTimeout(Duration.ofMinutes(5)));
		this.rig.executor.threaded();
		this.rig.factory.opens().failNext(1, REFUSED);
		this.rig.factory.opens().hang();
		this.rig.ask();
		int before = this.rig.factory.opens().calls();

		this.rig.advanceMillis(10_000);

		// after one second, after two more, after four more
		assertThat(this.rig.factory.opens().calls() - before).isBetween(3, 4);
		assertThat(this.rig.factory.opens().running()).isOne();
	}

	@Test
	void noMoreAreOpenedAtATimeThanOpeningParallelism() {
		this.rig.start((settings) -> settings.maxSize(10).openingParallelism(2));
		this.rig.executor.hold();

		List<Ask> asks = this.rig.asks(6);

		assertThat(this.rig.stats().opening()).isEqualTo(2);
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(asks).allMatch(Ask::isServed);
	}

}
