package io.connpool.engine;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.connpool.AcquireTimeoutException;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who holds a lease that an async acquire had to wait for.
 */
class AsyncHolderTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@RegisterExtension
	final LogTape log = new LogTape(this.rig.clock);

	/** Asks on a thread of its own, which has to wait, and is served. */
	private Background<CompletableFuture<Lease<FakeConnection>>> asked() throws Exception {
		Background<CompletableFuture<Lease<FakeConnection>>> asking = this.rig.background(this::askAsync);
		CompletableFuture<Lease<FakeConnection>> asked = asking.get();
		this.rig.settle();
		assertThat(asked).isCompleted();
		return asking;
	}

	private CompletableFuture<Lease<FakeConnection>> askAsync() {
		return this.rig.pool.acquireAsync(PoolRig.LONG);
	}

	private AcquireTimeoutException timeOut() {
		Ask ask = this.rig.ask(Duration.ofMillis(500));
		this.rig.advanceMillis(500);
		assertThat(ask.failure()).isInstanceOf(AcquireTimeoutException.class);
		return (AcquireTimeoutException) ask.failure();
	}

	@Test
	void theHolderIsWhoAskedAndNotTheThreadThatDelivered() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofMinutes(5)));
		Lease<FakeConnection> lease = asked().get().join();

		AcquireTimeoutException timeOut = timeOut();

		assertThat(timeOut.holders()).singleElement().satisfies((holder) -> {
			assertThat(holder.holder()).isEqualTo("caller");
			assertThat(holder.handedOver()).isTrue();
		});
		assertThat(timeOut).hasMessageContaining("#1 asked for by caller and held for 500 ms")
			.hasMessageContaining("acquired at" + System.lineSeparator() + "\t\t")
			.hasMessageContaining("AsyncHolderTests.askAsync(AsyncHolderTests.java:")
			.hasMessageNotContaining("engine.Line.")
			.hasMessageNotContaining("engine.Pool.");
		lease.close();
	}

	@Test
	void whatTheThreadThatAskedIsDoingNowIsToldAsNoMoreThanThat() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		CompletableFuture<CompletableFuture<Lease<FakeConnection>>> begun = new CompletableFuture<>();
		CountDownLatch told = new CountDownLatch(1);
		Background<Boolean> asking = this.rig.background(() -> {
			begun.complete(askAsync());
			return told.await(20, TimeUnit.SECONDS);
		});
		CompletableFuture<Lease<FakeConnection>> asked = begun.get(20, TimeUnit.SECONDS);
		this.rig.settle();
		assertThat(asked).isCompleted();

		assertThat(timeOut().getMessage())
			.containsPattern(
					"#1 asked for by caller and held for 500 ms \\(which may be doing something else\\), now at\\s+")
			.contains("AsyncHolderTests.lambda$");
		asked.join().close();
		told.countDown();
		assertThat(asking.get()).isTrue();
	}

	@Test
	void aThreadThatHasEndedSinceItAskedIsToldApart() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Background<CompletableFuture<Lease<FakeConnection>>> asked = asked();
		asked.thread().join();

		assertThat(timeOut().getMessage())
			.containsPattern("#1 asked for by caller and held for 500 ms \\(which has ended\\)");
		asked.get().join().close();
	}

	@Test
	void aLeakIsToldWithWhoAskedForTheLeaseAndWhere() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));
		Background<CompletableFuture<Lease<FakeConnection>>> asked = asked();
		asked.thread().join();

		this.rig.advanceMillis(10_500);

		assertThat(this.log.entries("longer than leak-threshold")).singleElement().satisfies((leak) -> {
			assertThat(leak.message()).startsWith("rig – connection #1 asked for by caller and held for 10")
				.endsWith("; who asked for it has ended");
			assertThat(leak.stack()).contains("AsyncHolderTests.askAsync(AsyncHolderTests.java:");
		});
		asked.get().join().close();
	}

	@Test
	void whoTakesTheConnectionNextWithoutWaitingHoldsItHimself() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofMinutes(5)));
		asked().get().join().close();

		Lease<FakeConnection> next = this.rig.pool.acquire();

		assertThat(timeOut().holders()).singleElement().satisfies((holder) -> {
			assertThat(holder.holder()).isEqualTo(Thread.currentThread().getName());
			assertThat(holder.handedOver()).isFalse();
		});
		next.close();
	}

	@Test
	void whoOnlyAskedForOneDoesNotWaitForItself() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Background<Lease<FakeConnection>> asking = this.rig.background(() -> {
			Lease<FakeConnection> handedOn = askAsync().join();
			try (handedOn) {
				return this.rig.pool.acquire(Duration.ofMillis(1));
			}
		});
		while (asking.isRunning()) {
			this.rig.advanceMillis(1);
			LockSupport.parkNanos(100_000);
		}

		assertThat(asking.failure()).isInstanceOf(AcquireTimeoutException.class)
			.hasMessageContaining("#1 asked for by caller and held for ")
			.hasMessageContaining(" (this very thread)")
			.hasMessageNotContaining("waits for another");
	}

	/** Dead waiters stay in line until enough have left; see {@link WaitQueue}. */
	@Test
	void whoAskedIsForgottenWhenItsFutureIsCancelled() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofMinutes(5)));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.ask();

		WeakReference<Thread> forgotten = askAndCancel();

		await().atMost(Duration.ofSeconds(20)).until(() -> {
			System.gc();
			return forgotten.get() == null;
		});
		lease.close();
	}

	/** Not with the rig, which keeps its threads. */
	private WeakReference<Thread> askAndCancel() throws InterruptedException {
		Thread thread = new Thread(() -> askAsync().cancel(false));
		thread.start();
		thread.join();
		return new WeakReference<>(thread);
	}

}
