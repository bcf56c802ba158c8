package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.PoolOverloadedException;
import io.connpool.PoolSuspendedException;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers who get no connection are told to do, which depends on why.
 */
class WhatToDoTests {

	private static final Duration WAIT = Duration.ofMillis(500);

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private void assertTimesOutWith(String whatToDo) {
		Ask ask = this.rig.ask(WAIT);
		this.rig.advance(WAIT);
		assertThat(ask.failure()).isInstanceOf(AcquireTimeoutException.class).hasMessageContaining("); " + whatToDo);
	}

	@Test
	void whereAllLeasesAreHeldForLongLookForTheLeak() {
		this.rig.start((settings) -> settings.maxSize(2));
		this.rig.leases(2);
		this.rig.advance(Duration.ofSeconds(1));

		assertTimesOutWith(
				"all leases have been held for longer than that: see what their holders wait for, or who does "
						+ "not close a lease (leak-threshold tells where it was acquired); if uses do take that long, raise "
						+ "max-size; held longest:");
	}

	@Test
	void whereLeakDetectionIsOnNobodyIsToldToSwitchItOn() {
		this.rig.start((settings) -> settings.maxSize(2).leakThreshold(Duration.ofSeconds(10)));
		this.rig.leases(2);
		this.rig.advance(Duration.ofSeconds(1));

		assertTimesOutWith(
				"all leases have been held for longer than that: see what their holders wait for, or who does "
						+ "not close a lease; if uses do take that long, raise max-size; held longest:");
	}

	@Test
	void whereLeasesComeAndGoThePoolIsTooSmall() {
		this.rig.start((settings) -> settings.maxSize(2));
		this.rig.lease();
		this.rig.advance(Duration.ofSeconds(10));
		this.rig.lease();

		assertTimesOutWith("raise max-size or find the slow leases; held longest:");
	}

	@Test
	void whoWaitsForItselfIsToldSo() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.fill(1);

		Background<Lease<FakeConnection>> nested = this.rig.background(() -> {
			try (Lease<FakeConnection> outer = this.rig.pool.acquire(PoolRig.LONG)) {
				return this.rig.pool.acquire(Duration.ofMillis(1));
			}
		});

		while (nested.isRunning()) {
			this.rig.advanceMillis(1);
			LockSupport.parkNanos(100_000);
		}
		assertThat(nested.failure()).isInstanceOf(AcquireTimeoutException.class)
			.hasMessageContaining("; this very thread holds one of them and waits for another: use one lease for both")
			.hasMessageContaining("#1 held by caller for ")
			.hasMessageContaining("(this very thread)");
	}

	/** Whoever tells an async caller may hold one itself, but does not wait. */
	@Test
	void threadThatTellsAnotherOfItsTimeOutIsNotTakenForWhoWaits() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		Lease<FakeConnection> mine = this.rig.pool.acquire();

		Ask other = this.rig.background(() -> this.rig.askOnly(Duration.ofMillis(1))).get();
		this.rig.advanceMillis(1);

		assertThat(other.failure()).hasMessageContaining("#1 held by ").hasMessageNotContaining("this very thread");
		mine.close();
	}

	@Test
	void whereOpeningIsSlowGiveItTime() {
		this.rig.start((settings) -> settings);
		this.rig.executor.threaded();
		this.rig.factory.opens().hangNext(1);

		assertTimesOutWith(
				"opening takes longer than callers wait: raise acquire-timeout or keep min-idle connections");
	}

	@Test
	void whereValidationIsSlowLookAtTheBackend() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1).validationTimeout(Duration.ofSeconds(3)));
		this.rig.fill(1);
		this.rig.advance(Duration.ofSeconds(1));
		this.rig.executor.threaded();
		this.rig.factory.validations().hangNext(1);

		assertTimesOutWith("to validate or reset a connection takes longer than callers wait");
	}

	@Test
	void whereClosingIsSlowMakeItShorter() {
		this.rig.start((settings) -> settings.maxSize(1).closeTimeout(Duration.ofSeconds(3)));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.executor.threaded();
		this.rig.factory.closes().hangNext(1);
		lease.invalidate(new IOException("reset"));

		assertTimesOutWith("to close a connection takes longer than callers wait: lower close-timeout");
	}

	@Test
	void whereThePoolIsSuspendedResumeIt() {
		this.rig.start((settings) -> settings.maxWaiting(1));
		this.rig.pool.suspend();

		Ask ask = this.rig.ask(WAIT);
		Ask refused = this.rig.ask(WAIT);
		this.rig.advance(WAIT);

		assertThat(ask.failure()).isInstanceOf(PoolSuspendedException.class)
			.hasMessageStartingWith("rig – suspended, and not resumed within 500 ms (")
			.hasMessageEndingWith("); resume the pool");
		assertThat(refused.failure()).isInstanceOf(PoolOverloadedException.class)
			.hasMessageEndingWith("waiting=1); the pool is suspended: resume it");
		this.rig.pool.resume();
	}

	@Test
	void whereTheLineIsFullShedLoad() {
		this.rig.start((settings) -> settings.maxSize(1).maxWaiting(1));
		this.rig.lease();
		this.rig.ask();

		assertThat(this.rig.ask().failure()).isInstanceOf(PoolOverloadedException.class)
			.hasMessageStartingWith("rig – too many callers wait already (max-waiting=1 total=1 ")
			.hasMessageEndingWith("waiting=1); shed load, raise max-size, or raise max-waiting");
	}

	@Test
	void whereTheLineIsFullBecauseOpeningFailsLookAtTheBackend() {
		this.rig.start((settings) -> settings.maxWaiting(1));
		this.rig.lease();
		this.rig.factory.opens().fail(new ConnectException("refused"));
		this.rig.ask();

		assertThat(this.rig.ask().failure()).isInstanceOf(PoolOverloadedException.class)
			.hasMessageEndingWith(
					"; opening fails: java.net.ConnectException: refused; see whether the backend is up and "
							+ "reachable");
	}

	@Test
	void whereCallsDoNotReturnGiveThemLimits() {
		this.rig.start((settings) -> settings.maxSize(1).maxQuarantined(1));
		this.rig.executor.threaded();
		this.rig.factory.opens().hangDeafNext(10);
		this.rig.ask();
		this.rig.advance(Duration.ofSeconds(12));

		Ask refused = this.rig.ask();
		this.rig.advance(Duration.ofSeconds(1));

		assertThat(refused.failure()).isInstanceOf(ConnectionOpenException.class)
			.hasMessageContaining("max-quarantined (1) calls overran their limit")
			.hasMessageEndingWith("; calls into the factory do not return: see whether the backend answers, and give "
					+ "connecting, reading and closing time limits of their own");
		this.rig.factory.release();
	}

}
