package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.connpool.Lease;
import io.connpool.test.PoolLeakAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A caller runs out of stack or memory somewhere on its way to a connection. It is told
 * so, and must not stay in line: the next connection would be delivered to nobody; nor
 * may it keep the connection or the place that it had claimed. To have it happen where we
 * want, it is the clock that throws.
 */
class JoinFailureTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/** More often than that nobody looks at the clock on the way to a connection. */
	private static final int MOST_LOOKS = 32;

	private final FailingClock clock = new FailingClock();

	private Pool<Object> pool = pool();

	/** Without any time at which the housekeeper would come anyway. */
	private Pool<Object> pool() {
		return ConnectionPools.builder((request) -> new Object())
			.maxSize(1)
			.idleTimeout(Duration.ZERO)
			.maxLifetime(Duration.ZERO)
			.clock(this.clock)
			.buildPool();
	}

	@AfterEach
	void close() {
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertBooksBalance(this.pool, PATIENCE);
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

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4 })
	void anAsyncCallerThatRanOutOfStackIsNotInLine(int looks) throws Exception {
		Lease<Object> lease = lease();

		this.clock.failAt(looks);
		CompletableFuture<Lease<Object>> asked = this.pool.acquireAsync(PATIENCE);
		boolean failed = this.clock.hasFailed();
		this.clock.failNoMore();

		assertThat(asked.isCompletedExceptionally()).isEqualTo(failed);
		assertThat(this.pool.stats().waiting()).isEqualTo(failed ? 0 : 1);
		lease.close();
		if (failed) {
			assertThat(this.pool.tryAcquire()).isNotNull();
		}
		else {
			asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whereverACallerRunsOutOfStackThePlaceServesAgain(Way way) throws Exception {
		int look = 0;
		boolean failed;
		do {
			close();
			this.pool = pool();
			Lease<Object> held = prepare(way);

			failed = failAt(++look, way, held);

			assertThatNoException().as("%s, look %d", way, look).isThrownBy(() -> this.pool.acquire(PATIENCE).close());
		}
		while (failed);
		assertThat(look).as("looks at the clock").isBetween(2, MOST_LOOKS);
	}

	private @Nullable Lease<Object> prepare(Way way) throws InterruptedException {
		if (way == Way.ACQUIRE_IN_AN_EMPTY_POOL) {
			return null;
		}
		Lease<Object> lease = lease();
		if (way == Way.GIVE_BACK_TO_A_LINE) {
			return lease;
		}
		lease.close();
		// so that the coarse clock stands still and nobody is about to come
		await().atMost(PATIENCE).until(() -> this.pool.tick.isStopped());
		return null;
	}

	private boolean failAt(int look, Way way, @Nullable Lease<Object> held) {
		CompletableFuture<Lease<Object>> waiting = (held != null) ? this.pool.acquireAsync(PATIENCE) : null;
		this.clock.failAt(look);
		try {
			if (held != null) {
				held.close();
			}
			else {
				Lease<Object> lease = (way == Way.TRY) ? this.pool.tryAcquire() : this.pool.acquire(PATIENCE);
				lease.close();
			}
		}
		catch (StackOverflowError ex) {
			assertThat(this.clock.hasFailed()).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		boolean failed = this.clock.hasFailed();
		this.clock.failNoMore();
		if (waiting != null) {
			waiting.thenAccept(Lease::close);
		}
		return failed;
	}

	/** A thread of the pool runs out of stack while it makes the lease of a future. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void aFutureWhoseLeaseCouldNotBeMadeFails(int look) throws Exception {
		Lease<Object> lease = lease();
		CompletableFuture<Lease<Object>> asked = this.pool.acquireAsync(PATIENCE);
		this.clock.failOnThreads("connpool-" + this.pool.name() + "-", look);

		lease.close();

		await().atMost(PATIENCE).until(asked::isDone);
		this.clock.failNoMore();
		if (!asked.isCompletedExceptionally()) {
			asked.join().close();
		}
		this.pool.acquire(PATIENCE).close();
	}

	@Test
	void aTickThatCouldNotHaveTheHousekeeperComeIsNotRunning() {
		Tick tick = new Tick(this.clock, () -> {
			throw new OutOfMemoryError("simulated");
		});

		assertThatThrownBy(tick::now).isInstanceOf(OutOfMemoryError.class);

		assertThat(tick.isStopped()).isTrue();
	}

	private Lease<Object> lease() throws InterruptedException {
		Lease<Object> lease = this.pool.acquire(Duration.ofSeconds(5));
		await().until(() -> this.pool.stats().waiting() == 0);
		return lease;
	}

	/** How somebody comes to a connection. */
	enum Way {

		ACQUIRE_IN_AN_EMPTY_POOL, ACQUIRE_WHAT_IS_IDLE, TRY, GIVE_BACK_TO_A_LINE

	}

}
