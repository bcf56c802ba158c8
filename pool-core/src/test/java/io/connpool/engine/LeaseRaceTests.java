package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolStats;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads end the same lease in the same instant.
 */
class LeaseRaceTests {

	private static final int TIMES = 200_000;

	private final ConnectionPool<Object> pool = ConnectionPools.builder((request) -> new Object())
		.name("race")
		.maxSize(1)
		.build();

	@AfterEach
	void close() {
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertBooksBalance(this.pool, Duration.ofSeconds(20));
	}

	@Test
	void aLeaseThatTwoThreadsEndEndsOnce() throws Exception {
		this.pool.acquire(Duration.ofSeconds(5)).close();
		AtomicReference<Lease<Object>> held = new AtomicReference<>();

		int times = new Duel(TIMES).fight(() -> held.set(this.pool.tryAcquire()), () -> held.get().close(),
				() -> held.get().close(), () -> {
				});

		PoolStats stats = this.pool.stats();
		assertThat(stats.staleCalls()).isEqualTo(times);
		assertThat(stats.acquired()).isEqualTo(times + 1);
		assertThat(stats.idle()).isOne();
	}

}
