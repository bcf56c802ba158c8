package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionPool;
import io.connpool.PoolClosedException;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What depends on the future of one caller delays no other caller's failure.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailuresTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private final ConnectionPool<Object> pool = ConnectionPools.builder((request) -> new Object())
		.name("failures")
		.maxSize(1)
		.build();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.end.countDown();
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertBooksBalance(this.pool, Duration.ofSeconds(20));
	}

	@Test
	void dependentsThatBlockStopNoOtherTimeOut() throws Exception {
		this.pool.acquire();
		blockWhoFails(SHORT);

		CompletableFuture<?> other = this.pool.acquireAsync(SHORT.multipliedBy(2));

		assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(AcquireTimeoutException.class);
	}

	@Test
	void dependentsThatBlockKeepNobodyFromLearningThatThePoolIsClosed() throws Exception {
		this.pool.acquire();
		Duration late = Duration.ofMinutes(1);
		blockWhoFails(late);
		CompletableFuture<?> other = this.pool.acquireAsync(late);

		this.pool.close(Duration.ZERO);

		assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(PoolClosedException.class);
	}

	private void blockWhoFails(Duration timeout) {
		for (int i = 0; i < 12; i++) {
			this.pool.acquireAsync(timeout).exceptionally((failure) -> {
				awaitEnd();
				return null;
			});
		}
	}

	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
