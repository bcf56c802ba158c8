package io.connpool.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.connpool.AcquireTimeoutException;
import io.connpool.CloseReason;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.engine.ConnectionPools;
import io.connpool.spring.testkit.FakeConnection;
import io.connpool.spring.testkit.FakeConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * {@link PooledConnectionTemplate} on a real pool of one connection.
 */
class PooledConnectionTemplateTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	private final ConnectionPool<FakeConnection> pool = ConnectionPools.builder(this.factory)
		.name("fake")
		.maxSize(1)
		.acquireTimeout(SOON)
		.openTimeout(Duration.ofSeconds(10))
		.build();

	private final PooledConnectionTemplate<FakeConnection> template = new PooledConnectionTemplate<>(this.pool);

	@AfterEach
	void closePool() {
		this.pool.close(Duration.ZERO);
	}

	@Test
	void executeReturnsTheResultAndGivesTheConnectionBack() {
		FakeConnection first = this.template.execute((connection) -> connection);
		FakeConnection second = this.template.execute(SOON, (connection) -> connection);

		assertThat(second).isSameAs(first);
		assertThat(this.pool.stats().active()).isZero();
	}

	@Test
	void executeWithoutResultRunsTheWork() {
		List<FakeConnection> seen = new ArrayList<>();

		this.template.executeWithoutResult(seen::add);
		this.template.executeWithoutResult(SOON, seen::add);

		assertThat(seen).hasSize(2);
		assertThat(this.pool.stats().active()).isZero();
	}

	@Test
	void exceptionOfTheWorkPassesThroughUnchanged() {
		IOException failure = new IOException("mine");

		assertThatThrownBy(() -> this.template.execute((connection) -> {
			throw failure;
		})).isSameAs(failure);
		assertThatThrownBy(() -> this.template.executeWithoutResult((connection) -> {
			throw failure;
		})).isSameAs(failure);

		await().atMost(SOON).until(() -> this.pool.stats().closed().getOrDefault(CloseReason.INVALIDATED, 0L) == 2);
	}

	@Test
	void poolExceptionsPassThroughUnchanged() throws InterruptedException {
		try (Lease<FakeConnection> lease = this.template.acquire()) {
			assertThat(lease.connection()).isNotNull();
			assertThatExceptionOfType(AcquireTimeoutException.class)
				.isThrownBy(() -> this.template.execute(Duration.ofMillis(20), (connection) -> 1));
		}

		this.pool.close();

		assertThatExceptionOfType(PoolClosedException.class).isThrownBy(() -> this.template.execute((connection) -> 1));
	}

	@Test
	void asyncWorkRunsOnTheExecutor() {
		CompletableFuture<String> thread = this.template.executeAsync((task) -> new Thread(task, "mine").start(),
				(connection) -> Thread.currentThread().getName());

		assertThat(thread).succeedsWithin(SOON).isEqualTo("mine");
	}

	@Test
	void asyncResultComesAfterTheConnectionWasGivenBack() {
		CompletableFuture<Integer> active = this.template
			.executeAsync(PooledConnectionTemplateTests::apart, SOON, (connection) -> 1)
			.thenApply((result) -> this.pool.stats().active());

		assertThat(active).succeedsWithin(SOON).isEqualTo(0);
	}

	@Test
	void asyncFailureIsWhatTheWorkThrew() {
		IOException failure = new IOException("mine");

		CompletableFuture<Integer> result = this.template.executeAsync(PooledConnectionTemplateTests::apart,
				(connection) -> {
					throw failure;
				});

		assertThat(result).failsWithin(SOON).withThrowableThat().havingCause().isSameAs(failure);
		await().atMost(SOON).until(() -> this.pool.stats().closed().containsKey(CloseReason.INVALIDATED));
	}

	@Test
	void asyncWaitIsBounded() throws InterruptedException {
		try (Lease<FakeConnection> lease = this.template.acquire()) {
			assertThat(lease.connection()).isNotNull();

			CompletableFuture<Integer> result = this.template.executeAsync(PooledConnectionTemplateTests::apart,
					Duration.ofMillis(20), (connection) -> 1);

			assertThat(result).failsWithin(SOON)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(AcquireTimeoutException.class);
		}
	}

	@Test
	void refusedAsyncWorkGivesTheConnectionBack() {
		Executor refusing = (task) -> {
			throw new RejectedExecutionException("full");
		};

		CompletableFuture<Integer> result = this.template.executeAsync(refusing, (connection) -> 1);

		assertThat(result).failsWithin(SOON)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(RejectedExecutionException.class);
		assertThat(this.pool.stats().active()).isZero();
	}

	@Test
	void cancelledAsyncWorkLeavesTheLine() throws InterruptedException {
		try (Lease<FakeConnection> lease = this.template.acquire()) {
			assertThat(lease.connection()).isNotNull();
			CompletableFuture<Integer> result = this.template.executeAsync(PooledConnectionTemplateTests::apart,
					(connection) -> 1);
			await().atMost(SOON).until(() -> this.pool.stats().waiting() == 1);

			result.cancel(false);

			await().atMost(SOON).until(() -> this.pool.stats().waiting() == 0);
		}
		assertThat(this.template.<Integer, RuntimeException>execute((connection) -> 2)).isEqualTo(2);
	}

	@Test
	void asyncWorkCancelledBeforeItBeginsGivesTheConnectionBack() throws InterruptedException {
		List<Runnable> queue = new ArrayList<>();
		CountDownLatch queued = new CountDownLatch(1);
		CompletableFuture<String> result = this.template.executeAsync((task) -> {
			queue.add(task);
			queued.countDown();
		}, (connection) -> {
			throw new IllegalStateException("ran after it was cancelled");
		});
		queued.await();

		result.cancel(false);
		queue.get(0).run();

		assertThatExceptionOfType(CancellationException.class).isThrownBy(result::join);
		assertThat(this.pool.stats().active()).isZero();
		assertThat(this.pool.stats().idle()).isOne();
	}

	private static void apart(Runnable task) {
		new Thread(task, "apart").start();
	}

}
