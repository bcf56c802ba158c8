package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** Far more callers than will ever be served: nine in ten leave the line. */
class LeavingCrowdTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int HASTE_NANOS = 20_000_000;

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	// D10
	@ParameterizedTest
	@EnumSource
	void nothingIsLostThoughMostOfAHugeCrowdLeave(Crowd crowd) throws Exception {
		assumeThat(crowd.isSupported()).as("virtual threads").isTrue();
		int callers = (crowd == Crowd.VIRTUAL) ? 20_000 : 400;
		AtomicInteger served = new AtomicInteger();
		AtomicInteger late = new AtomicInteger();
		try (ConnectionPool<FakeConnection> pool = ConnectionPools.builder(this.factory.openAndCloseOnly())
			.name("leaving")
			.maxSize(2)
			.maxWaiting(callers)
			.build()) {
			Lease<FakeConnection> first = pool.acquire();
			Lease<FakeConnection> second = pool.acquire();
			AtomicInteger arrived = new AtomicInteger();

			crowd.run(pool, callers, (random) -> {
				if (arrived.incrementAndGet() == callers / 2) {
					// amid the leaving: of those before, nine in ten are in haste
					await().atMost(PATIENCE).until(() -> late.get() >= callers / 4);
					first.close();
					second.close();
				}
				boolean patient = random.nextInt(10) == 0;
				try (Lease<FakeConnection> lease = pool
					.acquire(patient ? PATIENCE : Duration.ofNanos(random.nextInt(HASTE_NANOS)))) {
					lease.connection().enter();
					lease.connection().leave();
					served.incrementAndGet();
				}
				catch (AcquireTimeoutException ex) {
					assertThat(patient).as("who has time is served").isFalse();
					late.incrementAndGet();
				}
			});

			assertThat(served.get() + late.get()).isEqualTo(callers);
			assertThat(late).hasValueGreaterThanOrEqualTo(callers / 4);
			PoolLeakAssertions.assertNothingLeased(pool, PATIENCE);
		}
		PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
		PoolLeakAssertions.assertNoThreads("leaving", PATIENCE);
		assertThat(this.factory.peak()).isLessThanOrEqualTo(2);
	}

}
