package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Who gets a connection that becomes free, and who leaves the line.
 */
class HandOffTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T24, T27
	@Test
	void waitersAreServedInArrivalOrderAndInNoTime() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		List<Ask> waiters = this.rig.asks(5);
		Duration before = this.rig.now();

		for (Ask waiter : waiters) {
			lease.close();
			this.rig.settle();
			assertThat(waiters).filteredOn(Ask::isServed).endsWith(waiter);
			lease = waiter.lease();
		}

		assertThat(this.rig.now()).isEqualTo(before);
		assertThat(this.rig.factory.opened()).isEqualTo(1);
		lease.close();
	}

	// T20, T22: waiters on threads of their own and asynchronous ones stand in one line
	@Test
	void blockedAndAsynchronousCallersStandInOneLine() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Background<Lease<FakeConnection>> first = this.rig.background(() -> this.rig.pool.acquire(PoolRig.LONG));
		this.rig.awaitWaiting(1);
		Ask second = this.rig.ask();
		Background<Lease<FakeConnection>> third = this.rig.background(() -> this.rig.pool.acquire(PoolRig.LONG));
		this.rig.awaitWaiting(3);

		lease.close();
		Lease<FakeConnection> firstLease = first.get();
		this.rig.settle();
		assertThat(second.isWaiting()).isTrue();
		firstLease.close();
		this.rig.settle();
		assertThat(third.isRunning()).isTrue();
		second.lease().close();

		third.get().close();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
	}

	// T24
	@Test
	void nobodyOvertakesAWaiter() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.askOnly(PoolRig.LONG);

		lease.close();
		assertThat(this.rig.pool.tryAcquire()).as("right after the release").isNull();
		assertThatThrownBy(() -> this.rig.pool.acquire(Duration.ZERO)).isInstanceOf(AcquireTimeoutException.class);
		this.rig.settle();

		assertThat(waiter.isServed()).isTrue();
	}

	// T24: a connection is idle although somebody waits, because it was due for
	// validation
	@Test
	void nobodyOvertakesAWaiterToAnIdleConnection() {
		this.rig.startWithAllHooks((settings) -> settings.validationTimeout(Duration.ofSeconds(60)));
		this.rig.fill(2);
		this.rig.advanceMillis(1_000);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangNext(1);
		Ask first = this.rig.ask();
		assertThat(this.rig.stats().gauges()).isEqualTo("total=2 active=1 idle=1 opening=0 closing=0 waiting=1");
		this.rig.factory.checks().answer(Liveness.ALIVE);

		assertThat(this.rig.pool.tryAcquire()).isNull();
		Ask second = this.rig.ask();

		assertThat(first.isServed()).isTrue();
		assertThat(second.isWaiting()).isTrue();
	}

	// T25
	@Test
	void aWaiterKeepsItsPlaceWhenItsConnectionProvesBroken() {
		this.rig.startWithAllHooks((settings) -> settings);
		this.rig.fill(2);
		this.rig.advanceMillis(1_000);
		this.rig.factory.validations().answerNext(false, false);

		Ask first = this.rig.askOnly(PoolRig.LONG);
		Ask second = this.rig.askOnly(PoolRig.LONG);
		Ask third = this.rig.askOnly(PoolRig.LONG);
		this.rig.settle();

		assertThat(first.isServed()).isTrue();
		assertThat(second.isServed()).isTrue();
		assertThat(third.isWaiting()).isTrue();
		assertThat(first.lease().connection().id()).isLessThan(second.lease().connection().id());
	}

	// T25, T85
	@Test
	void deadIdleConnectionsAreSkippedInOneStep() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(5));
		this.rig.fill(5);
		this.rig.factory.checks().answerNext(Liveness.DEAD, Liveness.DEAD, Liveness.DEAD, Liveness.DEAD);

		Lease<FakeConnection> lease = this.rig.lease();

		assertThat(lease.connection().isOpen()).isTrue();
		assertThat(this.rig.listener.count("closed DEAD")).isEqualTo(4);
		lease.close();
	}

	// T35
	@Test
	void aThreadThatWaitsForItselfIsNamedAsTheHolder() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Background<Throwable> nested = this.rig.background(() -> {
			Lease<FakeConnection> outer = this.rig.pool.acquire(PoolRig.LONG);
			try {
				this.rig.pool.acquire(Duration.ofMillis(1));
				return new AssertionError("acquired twice");
			}
			catch (AcquireTimeoutException ex) {
				return ex;
			}
			finally {
				outer.close();
			}
		});

		Throwable failure = this.rig.finish(nested);

		assertThat(failure).isInstanceOfSatisfying(AcquireTimeoutException.class, (ex) -> {
			assertThat(ex.holders()).singleElement().extracting("holder").isEqualTo(nested.thread().getName());
			assertThat(ex).hasMessageContaining(nested.thread().getName());
		});
	}

	// T36
	@Test
	void whileOpeningFailsReturnedConnectionsServe() {
		this.rig.start((settings) -> settings.maxSize(3));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.opens().fail(new ConnectException("refused"));
		List<Ask> waiters = this.rig.asks(4);
		this.rig.advanceMillis(5_000);

		for (Ask waiter : waiters) {
			lease.close();
			this.rig.settle();
			lease = waiter.lease();
		}

		lease.close();
		assertThat(this.rig.stats().timedOut()).isZero();
	}

	// T37, M1
	@Test
	void whenNothingIsThereAndNothingCanBeOpenedEveryWaiterLearnsTheCauseAtOnce() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		List<Ask> waiters = this.rig.asks(10);
		ConnectException refused = new ConnectException("refused");
		this.rig.factory.opens().fail(refused);
		Duration before = this.rig.now();

		lease.invalidate(new IOException("reset"));
		this.rig.settle();

		assertThat(waiters)
			.allSatisfy((waiter) -> assertThat(waiter.failure()).isInstanceOf(ConnectionOpenException.class)
				.cause()
				.isSameAs(refused));
		assertThat(this.rig.now()).isEqualTo(before);
	}

}
