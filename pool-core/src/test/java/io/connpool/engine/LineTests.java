package io.connpool.engine;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.engine.PoolRig.Background;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A long line, and callers whose own code runs when they are served.
 */
class LineTests {

	private static final int MANY = 100_000;

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T30
	@Test
	void aHundredThousandWaitersCanFailAtOnce() {
		this.rig.start((settings) -> settings.maxSize(1).maxWaiting(MANY));
		Lease<FakeConnection> lease = this.rig.lease();
		List<CompletableFuture<Lease<FakeConnection>>> waiters = askMany();
		this.rig.factory.opens().fail(new ConnectException("refused"));

		lease.invalidate(new IOException("reset"));
		this.rig.settle();

		assertThat(waiters.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(MANY);
		assertThatThrownBy(waiters.get(MANY - 1)::join).hasCauseInstanceOf(ConnectionOpenException.class);
	}

	// T30, T50
	@Test
	void aHundredThousandWaitersCanBeTurnedAwayByClose() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).maxWaiting(MANY));
		Lease<FakeConnection> lease = this.rig.lease();
		List<CompletableFuture<Lease<FakeConnection>>> waiters = askMany();

		Background<?> closing = this.rig.close(PoolRig.LONG);
		lease.close();
		this.rig.finish(closing);

		assertThat(waiters.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(MANY);
		assertThatThrownBy(waiters.get(MANY - 1)::join).hasCauseInstanceOf(PoolClosedException.class);
	}

	// T30: each gives the connection back as soon as it has it
	@Test
	void aHundredThousandWaitersCanPassAConnectionOn() {
		this.rig.start((settings) -> settings.maxSize(1).maxWaiting(MANY));
		Lease<FakeConnection> lease = this.rig.lease();
		AtomicInteger served = new AtomicInteger();
		askMany().forEach((future) -> future.thenAccept((next) -> {
			served.incrementAndGet();
			next.close();
		}));

		lease.close();
		this.rig.settle();

		assertThat(served).hasValue(MANY);
		assertThat(this.rig.factory.opened()).isEqualTo(1);
	}

	private List<CompletableFuture<Lease<FakeConnection>>> askMany() {
		List<CompletableFuture<Lease<FakeConnection>>> waiters = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			waiters.add(this.rig.pool.acquireAsync(PoolRig.LONG));
		}
		this.rig.settle();
		assertThat(this.rig.stats().waiting()).isEqualTo(MANY);
		return waiters;
	}

	// T34
	@Test
	void waitersThatLeftAreForgotten() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.lease();
		Ask patient = this.rig.ask();
		List<WeakReference<Object>> gone = new ArrayList<>();

		for (int i = 0; i < 1_000; i++) {
			Ask hasty = this.rig.askOnly(Duration.ofMillis(1));
			Ask cancelled = this.rig.askOnly(PoolRig.LONG);
			cancelled.future().cancel(false);
			gone.add(new WeakReference<>(hasty.future()));
			gone.add(new WeakReference<>(cancelled.future()));
			this.rig.advanceMillis(2);
		}

		assertThat(this.rig.stats().waiting()).isEqualTo(1);
		assertThat(patient.isWaiting()).isTrue();
		await().until(() -> {
			System.gc();
			return gone.stream().filter((reference) -> reference.get() != null).count() < 200;
		});
	}

	// T31
	@Test
	void whatACallerThrowsWhenItIsServedStopsNobody() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask first = this.rig.askOnly(PoolRig.LONG);
		first.future().whenComplete((served, failure) -> {
			served.close();
			throw new AssertionError("the caller's own fault");
		});
		Ask second = this.rig.askOnly(PoolRig.LONG);

		lease.close();
		this.rig.settle();

		assertThat(second.isServed()).isTrue();
	}

	@Test
	void whatACallerDoesWhenItIsServedDoesNotRunOnTheReleasingThread() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.executor.threaded();
		Lease<FakeConnection> lease = this.rig.lease();
		AtomicReference<Thread> ran = new AtomicReference<>();
		AtomicBoolean failed = new AtomicBoolean();
		Ask served = this.rig.askOnly(PoolRig.LONG);
		served.future().thenRun(() -> ran.set(Thread.currentThread()));
		Ask late = this.rig.askOnly(Duration.ofMillis(100));
		late.future()
			.whenComplete((lent, failure) -> failed
				.set(Thread.currentThread() != ran.get() && Thread.currentThread().getName().startsWith("rig-")));

		lease.close();
		assertThat(ran.get()).as("before the pool's own threads have run").isNull();
		this.rig.advanceMillis(200);

		assertThat(ran.get()).isNotNull().isNotSameAs(Thread.currentThread());
		assertThat(failed).as("time-outs are told on a thread of the pool, too").isTrue();
		served.lease().close();
	}

	@Test
	void anAsynchronousAcquireOfAnIdleConnectionIsServedAtOnce() {
		this.rig.start((settings) -> settings);
		this.rig.fill(1);

		Ask ask = this.rig.ask(Duration.ofMillis(1));

		ask.lease().close();
		assertThat(this.rig.listener.tape()).endsWith("acquired", "released");
	}

	// T97
	@Test
	void anOpenOutlivesTheCallerItWasStartedFor() {
		this.rig.start((settings) -> settings);
		this.rig.executor.hold();
		Ask hasty = this.rig.ask(Duration.ofMillis(100));
		this.rig.executor.flow();
		this.rig.advanceMillis(200);
		assertThat(hasty.isFailed()).isTrue();
		assertThat(this.rig.stats().opening()).isEqualTo(1);

		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isEqualTo(1);
		this.rig.lease().close();
		assertThat(this.rig.factory.opened()).isEqualTo(1);
	}

	@Test
	void anOpenServesTheOldestWaiterWhoeverItWasStartedFor() {
		this.rig.start((settings) -> settings);
		this.rig.executor.hold();
		Ask first = this.rig.askOnly(PoolRig.LONG);
		Ask second = this.rig.askOnly(PoolRig.LONG);
		this.rig.settle();
		first.future().cancel(false);
		Ask third = this.rig.ask();

		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(second.lease().connection().id()).isEqualTo(1);
		assertThat(third.lease().connection().id()).isEqualTo(2);
	}

}
