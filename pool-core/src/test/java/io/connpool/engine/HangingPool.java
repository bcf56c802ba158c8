package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.connpool.AcquireTimeoutException;
import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import io.connpool.test.RecordingListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A pool with real threads and the real housekeeper, whose passes are counted, and a hook
 * that can be made to {@linkplain #hang}.
 */
final class HangingPool implements AutoCloseable {

	static final int SIZE = 2;

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int OTHERS = 3;

	private static final int ROUNDS = 50;

	final FakeConnectionFactory factory = new FakeConnectionFactory();

	final Hang hang = new Hang();

	final Pool<FakeConnection> pool;

	private final RecordingListener listener = new RecordingListener();

	private final AtomicLong passes = new AtomicLong();

	HangingPool(Fairness fairness, UnaryOperator<ConnectionPools.Builder<FakeConnection>> settings) {
		ExecutorService threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "hanging-pool");
			thread.setDaemon(true);
			return thread;
		});
		this.pool = settings
			.apply(ConnectionPools.builder(this.factory.withoutReset())
				.name("hanging")
				.maxSize(SIZE)
				.fairness(fairness)
				.idleTimeout(Duration.ZERO)
				.maxLifetime(Duration.ZERO)
				.keepaliveInterval(Duration.ZERO)
				.validateAfterIdle(Duration.ofHours(1))
				.listener(this.listener)
				.driven(threads, this::counted))
			.buildPool();
	}

	private Housekeeping.Chore counted(LongSupplier pass) {
		return Housekeeper.SHARED.chore(() -> {
			this.passes.incrementAndGet();
			return pass.getAsLong();
		});
	}

	/** Has the listener hang in the next event of a kind. */
	void hangOn(String event) {
		this.listener.onEach((told) -> {
			if (told.name().startsWith(event)) {
				this.hang.once();
			}
		});
	}

	/** Opens all connections and leaves them idle. */
	void fill() throws InterruptedException {
		take(SIZE).forEach(Lease::close);
		await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> this.pool.stats().idle() == SIZE);
	}

	/** Acquires so many at the same time. */
	List<Lease<FakeConnection>> take(int count) throws InterruptedException {
		List<Lease<FakeConnection>> leases = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			leases.add(this.pool.acquire(LONG));
		}
		return leases;
	}

	/** Acquires a connection and does something with it, on a thread of its own. */
	Background<?> caller(Consumer<Lease<FakeConnection>> use) {
		return new Background<>(() -> {
			use.accept(this.pool.acquire(LONG));
			return true;
		});
	}

	void assertThatOthersAreServed() throws Exception {
		List<Background<Integer>> others = new ArrayList<>();
		for (int i = 0; i < OTHERS; i++) {
			others.add(new Background<>(this::useManyTimes));
		}
		for (Background<Integer> other : others) {
			assertThat(other.get()).isEqualTo(ROUNDS);
		}
		this.pool.acquireAsync(LONG).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
	}

	private int useManyTimes() throws InterruptedException {
		int served = 0;
		for (; served < ROUNDS; served++) {
			try (Lease<FakeConnection> lease = this.pool.acquire(LONG)) {
				lease.connection().enter();
				Thread.yield();
				lease.connection().leave();
			}
		}
		return served;
	}

	/**
	 * Asserts it by what only the housekeeper does: an async caller's time runs out.
	 * @param places how many can be had
	 */
	void assertThatPassesAreMade(int places) throws Exception {
		List<Lease<FakeConnection>> held = take(places);
		CompletableFuture<Lease<FakeConnection>> late = this.pool.acquireAsync(Duration.ofMillis(20));
		assertThatThrownBy(() -> late.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
			.isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(AcquireTimeoutException.class);
		awaitPasses(3);
		held.forEach(Lease::close);
	}

	/** Waits for passes, which are made while a lease is out. */
	void awaitPasses(int count) {
		long enough = this.passes.get() + count;
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> this.passes.get() >= enough);
	}

	/** Asserts that every place serves, and that nothing is left once it is closed. */
	void assertThatAllIsWell() throws Exception {
		await().atMost(PATIENCE).until(() -> this.pool.stats().quarantined() == 0);
		take(SIZE).forEach(Lease::close);
		assertThatOthersAreServed();
		assertThat(this.pool.close(PATIENCE).isClean()).as("closed clean").isTrue();
		PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
	}

	@Override
	public void close() {
		this.hang.letGo();
		this.factory.release();
		this.pool.close(Duration.ZERO);
	}

}
