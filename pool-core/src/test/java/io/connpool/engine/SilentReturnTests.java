package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.connpool.CloseReport;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever gives a connection back may have looked at the line, and at the gate, before
 * what others wrote there became visible to him: the write that makes a connection idle
 * is no fence. So whoever changes the gate and meets a connection on its way back has to
 * look again when it has come. Here the worst case is acted out: the one who gives back
 * does not look at all.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SilentReturnTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	private final Pool<FakeConnection> pool = (Pool<FakeConnection>) ConnectionPools
		.builder(this.factory.withoutReset())
		.name("silent")
		.maxSize(2)
		.build();

	private Slot<FakeConnection> slot = this.pool.table.slots()[0];

	private long stamp;

	/** Takes all there is and starts to give one of them back. */
	private void startReturning() throws InterruptedException {
		Lease<FakeConnection> first = this.pool.acquire(LONG);
		this.pool.acquire(LONG);
		this.slot = this.pool.table.slots()[(this.pool.table.slots()[0].connection() == first.connection()) ? 0 : 1];
		beginReturn();
	}

	/**
	 * As whoever gives it back does, who then sees that there is nothing to be minded.
	 */
	private void beginReturn() {
		this.stamp = this.slot.word();
		assertThat(this.slot.beginReturn(this.stamp)).isTrue();
		await(() -> this.pool.gate.isQuiet(this.slot.generation));
	}

	private void endReturningSilently() {
		this.slot.endReturn(this.stamp);
	}

	@AfterEach
	void close() {
		this.pool.close(Duration.ZERO);
		PoolLeakAssertions.assertBooksBalance(this.pool, LONG);
	}

	@Test
	void callerThatJoinsTheLineLooksAgain() throws Exception {
		startReturning();

		CompletableFuture<Lease<FakeConnection>> lease = CompletableFuture.supplyAsync(this::acquire);
		await(() -> this.pool.stats().waiting() == 1);
		endReturningSilently();

		assertThat(lease.get(10, TimeUnit.SECONDS).connection()).isSameAs(this.slot.connection());
	}

	@Test
	void futureThatJoinsTheLineLooksAgain() throws Exception {
		startReturning();

		CompletableFuture<Lease<FakeConnection>> lease = this.pool.acquireAsync(LONG);
		endReturningSilently();

		assertThat(lease.get(10, TimeUnit.SECONDS).connection()).isSameAs(this.slot.connection());
	}

	@RepeatedTest(20)
	void whoeverFoundTheLineEmptyLooksForThoseBehindHimToo() throws Exception {
		startReturning();

		CompletableFuture<Lease<FakeConnection>> first = this.pool.acquireAsync(LONG);
		CompletableFuture<Lease<FakeConnection>> second = this.pool.acquireAsync(LONG);
		first.cancel(false);
		endReturningSilently();

		assertThat(second.get(10, TimeUnit.SECONDS).connection()).isSameAs(this.slot.connection());
	}

	@Test
	void lineThatStoodWhileSuspendedIsServedAfterResume() throws Exception {
		startReturning();

		this.pool.suspend();
		CompletableFuture<Lease<FakeConnection>> lease = this.pool.acquireAsync(LONG);
		this.pool.resume();
		endReturningSilently();

		assertThat(lease.get(10, TimeUnit.SECONDS).connection()).isSameAs(this.slot.connection());
	}

	@Test
	void evictionClosesWhatWasOnItsWayBack() throws Exception {
		startReturning();

		this.pool.evictAll();
		endReturningSilently();

		await(() -> this.factory.live() == 1);
	}

	@Test
	void shrinkClosesWhatWasOnItsWayBack() throws Exception {
		startReturning();

		this.pool.resize(0, 1);
		endReturningSilently();

		await(() -> this.pool.stats().total() == 1);
		await(() -> !this.pool.gate.isSurplus());
	}

	@Test
	void closingDoesNotWaitForTheDrainDeadline() throws Exception {
		Lease<FakeConnection> lease = this.pool.acquire(LONG);
		this.slot = this.pool.table.slots()[0];
		assertThat(lease.connection()).isSameAs(this.slot.connection());
		beginReturn();

		CompletableFuture<CloseReport> closed = this.pool.closeAsync(LONG);
		Awaitility.await().during(Duration.ofMillis(300)).until(() -> !closed.isDone());
		endReturningSilently();

		assertThat(closed.get(10, TimeUnit.SECONDS).aborted()).isEmpty();
	}

	private Lease<FakeConnection> acquire() {
		try {
			return this.pool.acquire(LONG);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
	}

}
