package io.connpool.engine;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.AcquireTimeoutException;
import io.connpool.CloseReport;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The threads of real pools: what they are called, what they survive, and that they end.
 */
class ThreadTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	private ConnectionPools.Builder<FakeConnection> builder() {
		return ConnectionPools.builder(this.factory.openAndCloseOnly()).name("threads").maxSize(2);
	}

	private static List<Thread> threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.toList();
	}

	@Test
	void threadsAreNamedAfterWhatTheyAreForAndKeepNoJvmAlive() throws Exception {
		this.factory.opens().before(() -> {
			assertThat(Thread.currentThread().getName()).matches("connpool-threads-open-\\d+");
			assertThat(Thread.currentThread().isDaemon()).isTrue();
		});

		try (ConnectionPool<FakeConnection> pool = builder().build(); Lease<FakeConnection> lease = pool.acquire()) {
			assertThat(lease.connection().isOpen()).isTrue();
			// that of the pools of another test may be about to end
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(threads("connpool-housekeeper")).hasSize(1).allMatch(Thread::isDaemon));
		}
	}

	// T58
	@Test
	void nothingOfManyPoolsIsLeft() throws Exception {
		for (int i = 0; i < 300; i++) {
			try (ConnectionPool<FakeConnection> pool = builder().build()) {
				pool.acquire().close();
			}
		}

		PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
		PoolLeakAssertions.assertNoThreads("threads", PATIENCE);
		await().atMost(PATIENCE).until(() -> threads("connpool-housekeeper").isEmpty());
	}

	@Test
	void theHousekeeperComesBackWithTheNextPool() throws Exception {
		for (int i = 0; i < 3; i++) {
			try (ConnectionPool<FakeConnection> pool = builder().idleTimeout(Duration.ofMillis(1)).build()) {
				pool.acquire().close();
				await().atMost(PATIENCE).until(() -> pool.stats().total() == 0);
			}
			await().atMost(PATIENCE).until(() -> threads("connpool-housekeeper").isEmpty());
		}
	}

	// T106
	@Test
	void aClosedPoolAndItsFactoryAreForgottenThoughOtherPoolsLive() throws Exception {
		try (ConnectionPool<FakeConnection> other = builder().name("other").build()) {
			other.acquire().close();
			WeakReference<?> forgotten = openAndClose();

			await().atMost(PATIENCE).until(() -> {
				System.gc();
				return forgotten.get() == null;
			});
		}
	}

	private static WeakReference<?> openAndClose() throws InterruptedException {
		FakeConnectionFactory factory = new FakeConnectionFactory();
		try (ConnectionPool<FakeConnection> pool = ConnectionPools.builder(factory).name("forgotten").build()) {
			pool.acquire().close();
		}
		return new WeakReference<>(factory);
	}

	@Test
	void aThreadFactoryOfOnesOwnIsUsed() throws Exception {
		AtomicInteger made = new AtomicInteger();
		ThreadFactory mine = (work) -> new Thread(work, "mine-" + made.incrementAndGet());
		this.factory.opens().before(() -> assertThat(Thread.currentThread().getName()).startsWith("mine-"));

		try (ConnectionPool<FakeConnection> pool = builder().threadFactory(mine).build()) {
			pool.acquire().close();
		}

		assertThat(made).hasPositiveValue();
		await().atMost(PATIENCE).until(() -> threads("mine-").isEmpty());
	}

	// T05, E9
	@Test
	void aThreadFactoryThatThrowsOrMakesNoneIsSurvived() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		ThreadFactory poor = (work) -> switch (calls.incrementAndGet() % 3) {
			case 0 -> new Thread(work, "poor");
			case 1 -> throw new OutOfMemoryError("unable to create native thread");
			default -> null;
		};

		try (ConnectionPool<FakeConnection> pool = builder().threadFactory(poor).build()) {
			await().atMost(PATIENCE).ignoreExceptions().until(() -> {
				pool.acquire().close();
				return true;
			});
			pool.evictAll();
			await().atMost(PATIENCE).until(() -> pool.stats().total() == 0);
		}

		PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
	}

	// T47, L1: nothing is virtual here
	@Test
	void anOpenThatNeverEndsHoldsUpNeitherCallersNorClose() {
		this.factory.opens().hangDeafNext(1);
		ConnectionPool<FakeConnection> pool = builder().openTimeout(PATIENCE)
			.closeTimeout(Duration.ofMillis(300))
			.build();

		assertThatThrownBy(() -> pool.acquire(Duration.ofMillis(100))).isInstanceOf(AcquireTimeoutException.class);
		CloseReport report = pool.close(Duration.ofMillis(100));
		assertThat(report.quarantined()).singleElement().asString().contains("open of #1");
		this.factory.release();

		PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
		PoolLeakAssertions.assertNoThreads("threads", PATIENCE);
	}

	// T26, T104: parked, not spinning
	@Test
	void whoWaitsUsesNoProcessor() throws Exception {
		try (ConnectionPool<FakeConnection> pool = builder().maxSize(1).build();
				Lease<FakeConnection> lease = pool.acquire()) {
			Thread waiter = new Thread(
					() -> assertThatThrownBy(() -> pool.acquire(PATIENCE)).isInstanceOf(InterruptedException.class),
					"waiter");
			waiter.start();

			await().atMost(PATIENCE).until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
			long before = cpuNanos(waiter);
			await().pollDelay(Duration.ofMillis(300)).until(() -> lease.connection().isOpen());
			assertThat(cpuNanos(waiter) - before).isLessThan(Duration.ofMillis(50).toNanos());
			waiter.interrupt();
			waiter.join(PATIENCE.toMillis());

			assertThat(waiter.isAlive()).isFalse();
		}
	}

	private static long cpuNanos(Thread thread) {
		return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
	}

}
