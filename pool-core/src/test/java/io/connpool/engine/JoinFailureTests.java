package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.Lease;
import io.connpool.NanoClock;
import io.connpool.test.PoolLeakAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A caller runs out of stack or memory somewhere on its way into the line. It is told so,
 * and must not stay in line: the next connection would be delivered to nobody. To have it
 * happen where we want, it is the clock that throws.
 */
class JoinFailureTests {

	private final FailingClock clock = new FailingClock();

	private final Pool<Object> pool = ConnectionPools.builder((request) -> new Object())
		.maxSize(1)
		.clock(this.clock)
		.buildPool();

	@AfterEach
	void close() {
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertBooksBalance(this.pool, Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void aCallerThatRanOutOfStackIsNotInLine(int looks) throws Exception {
		Lease<Object> lease = lease();

		this.clock.failAt(looks);
		assertThatThrownBy(() -> this.pool.acquire(Duration.ofSeconds(5))).isInstanceOf(StackOverflowError.class);

		assertThat(this.pool.stats().waiting()).isZero();
		lease.close();
		assertThat(this.pool.tryAcquire()).isNotNull();
	}

	@Test
	void anAsyncCallerThatRanOutOfStackIsNotInLine() throws Exception {
		Lease<Object> lease = lease();

		this.clock.failAt(2);
		CompletableFuture<Lease<Object>> failed = this.pool.acquireAsync(Duration.ofSeconds(5));

		assertThat(failed).isCompletedExceptionally();
		assertThat(this.pool.stats().waiting()).isZero();
		lease.close();
		assertThat(this.pool.tryAcquire()).isNotNull();
	}

	private Lease<Object> lease() throws InterruptedException {
		Lease<Object> lease = this.pool.acquire(Duration.ofSeconds(5));
		await().until(() -> this.pool.stats().waiting() == 0);
		return lease;
	}

	/** Has the calling thread run out of stack when it looks for the n-th time. */
	private static final class FailingClock implements NanoClock {

		private volatile @Nullable Thread victim;

		private int left;

		void failAt(int look) {
			this.left = look;
			this.victim = Thread.currentThread();
		}

		@Override
		public long nanos() {
			if (Thread.currentThread() == this.victim && --this.left == 0) {
				this.victim = null;
				throw new StackOverflowError();
			}
			return System.nanoTime();
		}

	}

}
