package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.connpool.ConnectionFactory;
import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nobody is forgotten while somebody is called.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings({ "try", "unchecked" })
class CalledWaiterTests {

	private static final Duration LONG = Duration.ofSeconds(15);

	/** For threads that are not let run at once; who is forgotten waits longer. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private Pool<Object> pool;

	private boolean driven;

	/** Those without a thread, which take what was delivered when the test ends. */
	private final List<ParkedWaiter<Object>> joined = new ArrayList<>();

	@AfterEach
	void close() {
		for (ParkedWaiter<Object> waiter : this.joined) {
			Slot<Object> delivered = waiter.delivered();
			if (delivered != null) {
				this.pool.lending.issueDelivered(delivered, waiter).close();
			}
		}
		this.joined.clear();
		CompletableFuture<?> closing = this.pool.closeAsync(Duration.ZERO);
		await().atMost(LONG.multipliedBy(2)).pollDelay(Duration.ZERO).until(() -> {
			if (this.driven) {
				this.pool.runOnce(this.pool.clock.nanos());
			}
			return closing.isDone();
		});
		PoolLeakAssertions.assertBooksBalance(this.pool, LONG);
	}

	private void start(ConnectionFactory<Object> factory, int size) {
		this.pool = builder(factory, size).buildPool();
	}

	/** The housekeeper looks after those forgotten ten times a second; here is none. */
	private void startWithoutHousekeeper(ConnectionFactory<Object> factory, int size) {
		this.pool = builder(factory, size).driven(Runnable::run).buildPool();
		this.driven = true;
	}

	private static ConnectionPools.Builder<Object> builder(ConnectionFactory<Object> factory, int size) {
		return ConnectionPools.builder(factory).name("defect").maxSize(size).fairness(Fairness.BOUNDED);
	}

	private Lease<Object>[] takeAll(int size) throws InterruptedException {
		@SuppressWarnings("unchecked")
		Lease<Object>[] leases = (Lease<Object>[]) new Lease<?>[size];
		for (int i = 0; i < size; i++) {
			leases[i] = this.pool.acquire(LONG);
		}
		while (this.pool.stats().waiting() > 0) {
			Thread.yield();
		}
		return leases;
	}

	private Background<Long> waiter(int others, CountDownLatch keep) {
		Background<Long> waiter = new Background<>(() -> {
			long since = System.nanoTime();
			try (Lease<Object> lease = this.pool.acquire(LONG)) {
				long waited = System.nanoTime() - since;
				keep.await(LONG.toSeconds(), TimeUnit.SECONDS);
				return waited;
			}
		});
		while (this.pool.stats().waiting() <= others || waiter.thread().getState() != Thread.State.TIMED_WAITING) {
			Thread.yield();
		}
		return waiter;
	}

	/** One thread plays all parts, step by step. */
	@Test
	void whoIsServedAtItsSecondLookForgetsNobody() throws Exception {
		start((request) -> new Object(), 2);
		Lease<Object>[] held = takeAll(2);
		Passing<Object> passing = this.pool.passing;
		ParkedWaiter<Object> first = joined();
		ParkedWaiter<Object> second = joined();

		held[0].close();
		Lease<Object> again = this.pool.tryAcquire();
		assertThat(again).as("a running thread takes it").isNotNull();
		assertThat(passing.look(first)).as("first look in vain").isEqualTo(SlotTurn.SLICE);
		again.close();
		held[1].close();
		passing.look(first);
		passing.left(first);
		passing.look(second);

		assertThat(first.isDone()).isTrue();
		assertThat(second.isDone() || this.pool.stats().idle() == 0).as("waits while one is idle: " + this.pool.stats())
			.isTrue();
	}

	/** The same with real threads. */
	@Test
	void nobodyWaitsWhileOneIsIdle() throws Exception {
		int forgotten = 0;
		int rounds = 60;
		for (int round = 0; round < rounds && forgotten == 0; round++) {
			startWithoutHousekeeper((request) -> new Object(), 2);
			Lease<Object>[] held = takeAll(2);
			CountDownLatch keep = new CountDownLatch(1);
			Background<Long> first = waiter(0, keep);
			Background<Long> second = waiter(1, keep);
			Lease<Object> mine = held[0];
			for (int i = 0; i < 28 && mine != null; i++) {
				long until = System.nanoTime() + 10_000;
				while (System.nanoTime() < until) {
					Thread.onSpinWait();
				}
				mine.close();
				mine = this.pool.tryAcquire();
			}
			if (mine != null) {
				mine.close();
			}
			held[1].close();
			long deadline = System.nanoTime() + PATIENCE.toNanos();
			while (this.pool.stats().waiting() > 0 && System.nanoTime() < deadline) {
				LockSupport.parkNanos(100_000);
			}
			if (this.pool.stats().waiting() > 0 && this.pool.stats().idle() > 0) {
				forgotten++;
			}
			keep.countDown();
			first.get();
			second.get();
			close();
		}
		assertThat(forgotten).as("of " + rounds + " rounds").isZero();
	}

	@Test
	void aCheckThatHangsDelaysItsOwnCallerOnly() throws Exception {
		AtomicReference<Thread> victim = new AtomicReference<>();
		CountDownLatch hang = new CountDownLatch(1);
		start(new ConnectionFactory<>() {
			@Override
			public Object open(OpenRequest request) {
				return new Object();
			}

			@Override
			public Liveness check(Object connection) {
				if (Thread.currentThread() == victim.get()) {
					try {
						hang.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}
				return Liveness.UNKNOWN;
			}
		}, 3);
		Lease<Object>[] held = takeAll(3);
		Background<Long> first = waiter(0, new CountDownLatch(0));
		Background<Long> second = waiter(1, new CountDownLatch(0));
		victim.set(first.thread());

		held[0].close();
		while (first.thread().getState() != Thread.State.WAITING) {
			Thread.yield();
		}
		held[1].close();
		held[2].close();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (second.isRunning() && System.nanoTime() < deadline) {
			LockSupport.parkNanos(1_000_000);
		}
		boolean forgotten = second.isRunning();
		String stats = this.pool.stats().toString();
		hang.countDown();

		assertThat(forgotten).as(stats).isFalse();
	}

	@Test
	void whoFindsNothingTwiceIsOwedTheNextToComeBack() throws Exception {
		start((request) -> new Object(), 1);
		Lease<Object>[] held = takeAll(1);
		ParkedWaiter<Object> waiter = joined();

		held[0].close();
		Lease<Object> again = this.pool.tryAcquire();
		this.pool.passing.look(waiter);
		again.close();
		again = this.pool.tryAcquire();
		assertThat(again).as("passed once more").isNotNull();
		assertThat(this.pool.passing.look(waiter)).as("waits to be served").isEqualTo(Long.MAX_VALUE);
		again.close();

		assertThat(this.pool.tryAcquire()).isNull();
		assertThat(waiter.isDone()).isTrue();
		this.pool.passing.left(waiter);
	}

	private ParkedWaiter<Object> joined() {
		long now = this.pool.clock.nanos();
		ParkedWaiter<Object> waiter = new ParkedWaiter<>(now, now + LONG.toNanos());
		this.pool.queue.add(waiter, 100);
		this.joined.add(waiter);
		return waiter;
	}

}
