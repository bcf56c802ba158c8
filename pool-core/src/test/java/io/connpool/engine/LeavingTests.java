package io.connpool.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.connpool.AcquireTimeoutException;
import io.connpool.Lease;
import io.connpool.PoolOverloadedException;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * How callers leave the line without a connection.
 */
class LeavingTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T21
	@Test
	void aConnectionReleasedAfterAWaiterTimedOutGoesToTheNextOne() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask hasty = this.rig.ask(Duration.ofMillis(100));
		Ask patient = this.rig.ask();

		this.rig.advanceMillis(150);
		assertThat(hasty.failure()).isInstanceOf(AcquireTimeoutException.class);
		lease.close();
		this.rig.settle();

		assertThat(patient.isServed()).isTrue();
		assertThat(this.rig.stats().active()).isEqualTo(1);
	}

	// T21: delivered and timed out in the same instant
	@Test
	void aWaiterIsEitherServedOrTimedOutNeverBoth() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.ask(Duration.ofMillis(100));

		this.rig.clock.advance(Duration.ofMillis(100));
		lease.close();
		this.rig.settle();

		if (waiter.isServed()) {
			assertThat(this.rig.stats().active()).isEqualTo(1);
			waiter.lease().close();
		}
		else {
			assertThat(this.rig.stats().idle()).isEqualTo(1);
		}
		this.rig.lease().close();
	}

	// T22
	@Test
	void anInterruptedWaiterLeavesTheLine() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Background<Lease<FakeConnection>> waiter = this.rig.background(() -> this.rig.pool.acquire(PoolRig.LONG));
		this.rig.awaitWaiting(1);

		waiter.thread().interrupt();

		assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
		assertThat(this.rig.stats().waiting()).isZero();
		lease.close();
		this.rig.settle();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
	}

	// T22
	@Test
	void anInterruptedThreadDoesNotWait() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();

		Thread.currentThread().interrupt();

		assertThatThrownBy(() -> this.rig.pool.acquire(PoolRig.LONG)).isInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).as("the flag, which the exception stands for").isFalse();
		assertThat(this.rig.stats().waiting()).isZero();
		lease.close();
	}

	@Test
	void anInterruptedThreadIsLentNothing() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		long acquired = this.rig.stats().acquired();

		Thread.currentThread().interrupt();

		assertThatThrownBy(() -> this.rig.pool.acquire(PoolRig.LONG)).isInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).as("the flag, which the exception stands for").isFalse();
		assertThat(this.rig.stats().idle()).isOne();
		assertThat(this.rig.stats().acquired()).isEqualTo(acquired);
	}

	// T23
	@Test
	void aCancelledWaiterLeavesTheLine() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask cancelled = this.rig.ask();
		Ask completed = this.rig.ask();
		Ask failed = this.rig.ask();
		Ask patient = this.rig.ask();

		cancelled.future().cancel(true);
		completed.future().complete(lease);
		failed.future().completeExceptionally(new CancellationException());
		this.rig.settle();
		assertThat(this.rig.stats().waiting()).isEqualTo(1);
		lease.close();
		this.rig.settle();

		assertThat(patient.isServed()).isTrue();
	}

	// T23: the connection is on its way already
	@Test
	void aConnectionOnItsWayToACancelledWaiterGoesToTheNextOne() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask cancelled = this.rig.ask();
		Ask patient = this.rig.ask();

		lease.close();
		assertThat(cancelled.future().cancel(true)).as("nothing has run yet that could complete it").isTrue();
		this.rig.settle();

		assertThat(patient.isServed()).isTrue();
	}

	// T29
	@Test
	void spuriousWakeUpsNeitherEndNorRestartAWait() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.lease();
		AtomicReference<Duration> waited = new AtomicReference<>();
		Background<Lease<FakeConnection>> waiter = this.rig
			.background(() -> this.rig.pool.acquire(Duration.ofMillis(1_000)));
		this.rig.awaitWaiting(1);

		for (int i = 0; i < 90; i++) {
			this.rig.advanceMillis(10);
			LockSupport.unpark(waiter.thread());
		}
		assertThat(waiter.isRunning()).as("after 900 ms").isTrue();
		assertThat(this.rig.stats().waiting()).isEqualTo(1);
		this.rig.advanceMillis(150);
		LockSupport.unpark(waiter.thread());

		assertThat(waiter.failure()).isInstanceOfSatisfying(AcquireTimeoutException.class,
				(ex) -> waited.set(ex.waited()));
		assertThat(waited.get()).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_050));
	}

	// T33
	@Test
	void aFullLineRefusesNewcomersAtOnceAndNobodyElse() {
		this.rig.start((settings) -> settings.maxSize(1).maxWaiting(3));
		this.rig.lease();
		List<Ask> waiters = this.rig.asks(3);

		Ask refused = this.rig.ask();
		assertThat(refused.failure()).isInstanceOf(PoolOverloadedException.class).hasMessageContaining("waiting=3");
		assertThat(waiters).allMatch(Ask::isWaiting);
		waiters.get(1).future().cancel(false);
		this.rig.settle();

		assertThat(this.rig.ask().isWaiting()).as("a place in line has become free").isTrue();
		assertThat(this.rig.ask().isFailed()).isTrue();
		assertThat(this.rig.stats().rejected()).isEqualTo(2);
	}

}
