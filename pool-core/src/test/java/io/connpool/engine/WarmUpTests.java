package io.connpool.engine;

import java.net.ConnectException;
import java.time.Duration;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionOpenException;
import io.connpool.ConnectionPool;
import io.connpool.OpenReason;
import io.connpool.OpenRequest;
import io.connpool.WarmUp;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What a pool opens when it starts.
 */
class WarmUpTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@RegisterExtension
	final LogTape log = new LogTape(this.rig.clock);

	@Test
	void aLazyPoolOpensNothingBeforeSomebodyAsks() {
		this.rig.start((settings) -> settings);

		this.rig.advance(Duration.ofMinutes(5));

		assertThat(this.rig.factory.opens().calls()).isZero();
	}

	@Test
	void backgroundWarmUpDoesNotHoldUpTheStart() {
		this.rig.start((settings) -> settings.maxSize(5).minIdle(3));

		assertThat(this.rig.factory.opens().calls()).as("on the starting thread").isZero();
		assertThat(this.rig.stats().opening()).as("side by side").isEqualTo(3);
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isEqualTo(3);
		assertThat(this.rig.factory.requests()).extracting(OpenRequest::reason)
			.allMatch((reason) -> reason == OpenReason.WARM_UP || reason == OpenReason.MIN_IDLE);
	}

	@Test
	void backgroundWarmUpStartsThoughTheBackendIsDown() {
		this.rig.factory.opens().fail(new ConnectException("refused"));
		this.rig.start((settings) -> settings.minIdle(2));
		this.rig.advance(Duration.ofMinutes(1));
		this.rig.factory.heal();

		this.rig.advanceMillis(10_500);

		assertThat(this.rig.stats().idle()).isEqualTo(2);
	}

	private static ConnectionPools.Builder<FakeConnection> failFast(FakeConnectionFactory factory) {
		return ConnectionPools.builder(factory.openAndCloseOnly()).name("eager").warmUp(WarmUp.FAIL_FAST);
	}

	@Test
	void failFastHasOpenedWhatItNeedsWhenItReturns() {
		FakeConnectionFactory factory = new FakeConnectionFactory();

		try (ConnectionPool<FakeConnection> one = failFast(factory).build()) {
			assertThat(one.tryAcquire()).isNotNull().satisfies((lease) -> lease.close());
		}
		try (ConnectionPool<FakeConnection> three = failFast(factory).minIdle(3).build()) {
			assertThat(three.stats().opened()).isGreaterThanOrEqualTo(3);
		}

		PoolLeakAssertions.assertEverythingClosed(factory, PATIENCE);
	}

	@Test
	void failFastNeedsNoMoreThanItsPlaces() {
		FakeConnectionFactory factory = new FakeConnectionFactory();

		try (ConnectionPool<FakeConnection> full = failFast(factory).maxSize(2)
			.minIdle(2)
			.acquireTimeout(Duration.ofSeconds(10))
			.build()) {
			assertThat(full.stats().opened()).isEqualTo(2);
		}

		PoolLeakAssertions.assertEverythingClosed(factory, PATIENCE);
	}

	@Test
	void aPoolThatStartedFailFastKeepsItsMinimumIdle() throws Exception {
		FakeConnectionFactory factory = new FakeConnectionFactory();

		try (ConnectionPool<FakeConnection> pool = failFast(factory).minIdle(3).build()) {
			pool.acquire().invalidate(new ConnectException("reset"));

			await().atMost(PATIENCE).until(() -> pool.stats().opened() == 4 && pool.stats().idle() == 3);
		}

		PoolLeakAssertions.assertEverythingClosed(factory, PATIENCE);
	}

	@Test
	void aPoolThatGivesUpOpensTooLateForItsCallersSaysSo() {
		this.rig.start((settings) -> settings.openTimeout(Duration.ofSeconds(5)).acquireTimeout(Duration.ofSeconds(5)));

		assertThat(this.log.entries("open-timeout")).singleElement()
			.satisfies((entry) -> assertThat(entry.message())
				.contains("open-timeout (5000 ms) is not less than acquire-timeout (5000 ms)"));
	}

	@Test
	void aPoolThatGivesUpOpensInTimeSaysNothing() {
		this.rig
			.start((settings) -> settings.openTimeout(Duration.ofMillis(4_999)).acquireTimeout(Duration.ofSeconds(5)));

		assertThat(this.log.entries("open-timeout")).isEmpty();
	}

	@Test
	void failFastFailsWithTheCauseAndLeavesNothing() {
		FakeConnectionFactory factory = new FakeConnectionFactory();
		factory.opens().fail(new ConnectException("refused"));

		assertThatThrownBy(() -> failFast(factory).minIdle(3).acquireTimeout(Duration.ofSeconds(1)).build())
			.satisfiesAnyOf((ex) -> assertThat(ex).isInstanceOf(ConnectionOpenException.class),
					(ex) -> assertThat(ex).isInstanceOf(AcquireTimeoutException.class))
			.hasRootCauseInstanceOf(ConnectException.class);

		PoolLeakAssertions.assertEverythingClosed(factory, PATIENCE);
		PoolLeakAssertions.assertNoThreads("eager", PATIENCE);
	}

	@Test
	void failFastDoesNotWaitForLongerThanAcquireTimeout() {
		FakeConnectionFactory factory = new FakeConnectionFactory();
		factory.opens().hang();

		assertThatThrownBy(() -> failFast(factory).acquireTimeout(Duration.ofMillis(200)).build())
			.isInstanceOf(AcquireTimeoutException.class);

		PoolLeakAssertions.assertEverythingClosed(factory, PATIENCE);
		PoolLeakAssertions.assertNoThreads("eager", PATIENCE);
	}

}
