package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.CloseReport;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolState;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What closing a pool does to waiters, leases, connections and calls in flight.
 */
class CloseTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T50
	@Test
	void closeTurnsEveryWaiterAwayAtOnce() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		List<Ask> waiters = this.rig.asks(3);
		Background<?> blocked = this.rig.background(() -> this.rig.pool.acquire(PoolRig.LONG));
		this.rig.awaitWaiting(4);
		Duration before = this.rig.now();

		Background<CloseReport> closing = this.rig.close(PoolRig.LONG);
		this.rig.settle();

		assertThat(waiters)
			.allSatisfy((waiter) -> assertThat(waiter.failure()).isInstanceOf(PoolClosedException.class));
		assertThat(blocked.failure()).isInstanceOf(PoolClosedException.class).hasMessageStartingWith("rig – ");
		assertThat(this.rig.now()).isEqualTo(before);
		assertThat(this.rig.stats().waiting()).isZero();
		lease.close();
		this.rig.finish(closing);
	}

	// T51
	@Test
	void closeLeavesTheInterruptFlagsOfCallersAlone() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Background<Boolean> holder = this.rig.background(() -> {
			Lease<FakeConnection> lease = this.rig.pool.acquire(PoolRig.LONG);
			try {
				this.rig.pool.acquire(PoolRig.LONG);
			}
			catch (PoolClosedException ex) {
				return Thread.currentThread().isInterrupted();
			}
			finally {
				lease.close();
			}
			return true;
		});
		while (this.rig.stats().active() + this.rig.stats().waiting() < 2) {
			this.rig.settle();
		}

		this.rig.finish(this.rig.close(PoolRig.LONG));

		assertThat(holder.get()).as("interrupted").isFalse();
	}

	// T51
	@Test
	void aThreadInterruptedWhileItClosesThePoolKeepsItsFlag() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Background<Boolean> closing = this.rig.background(() -> {
			this.rig.pool.close(PoolRig.LONG);
			return Thread.currentThread().isInterrupted();
		});
		while (this.rig.stats().state() == PoolState.RUNNING) {
			Thread.yield();
		}

		closing.thread().interrupt();
		this.rig.settle();
		lease.close();

		assertThat(this.rig.finish(closing)).as("interrupted").isTrue();
	}

	// T53, T57
	@Test
	void leasesMayComeBackUntilTheDrainEnds() throws Exception {
		this.rig.start((settings) -> settings.maxSize(3));
		List<Lease<FakeConnection>> leases = this.rig.leases(3);
		leases.get(2).close();
		this.rig.settle();

		Background<CloseReport> closing = this.rig.close(Duration.ofSeconds(10));
		this.rig.settle();
		assertThat(this.rig.stats().idle()).as("idle ones go at once").isZero();
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.CLOSING);
		assertThatThrownBy(() -> this.rig.pool.acquire(PoolRig.LONG)).isInstanceOf(PoolClosedException.class);
		assertThatThrownBy(() -> this.rig.pool.tryAcquire()).isInstanceOf(PoolClosedException.class);
		assertThat(this.rig.ask().failure()).isInstanceOf(PoolClosedException.class);
		assertThat(leases.get(0).connection().isOpen()).isTrue();
		leases.get(0).close();
		this.rig.advanceMillis(5_000);
		assertThat(closing.isRunning()).as("one lease is still out").isTrue();
		leases.get(1).close();
		CloseReport report = this.rig.finish(closing);

		assertThat(report.isClean()).isTrue();
		assertThat(report.drained()).isEqualTo(2);
		assertThat(report.poolName()).isEqualTo("rig");
		assertThat(report.duration()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
		assertThat(this.rig.listener.count("closed POOL_CLOSED")).isEqualTo(3);
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.CLOSED);
	}

	// T55
	@Test
	void closingAgainWaitsForTheSameEndAndReturnsTheSameReport() throws Exception {
		this.rig.start((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		List<Background<CloseReport>> closings = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			closings.add(this.rig.close(PoolRig.LONG));
		}

		this.rig.advanceMillis(1_000);
		assertThat(closings).allMatch(Background::isRunning);
		lease.close();
		CloseReport report = this.rig.finish(closings.get(0));

		for (Background<CloseReport> closing : closings) {
			assertThat(this.rig.finish(closing)).isEqualTo(report);
		}
		this.rig.pool.close();
		assertThat(this.rig.pool.close(Duration.ZERO)).isEqualTo(report);
	}

	// T55
	@Test
	void aThreadOfThePoolThatClosesItDoesNotWaitForItself() {
		this.rig.start((settings) -> settings);
		this.rig.executor.threaded();
		Lease<FakeConnection> lease = this.rig.lease();
		AtomicReference<CloseReport> report = new AtomicReference<>();
		this.rig.factory.opens().before(() -> report.set(this.rig.pool.close(PoolRig.LONG)));

		Ask waiter = this.rig.ask();

		assertThat(report.get()).as("closed in open()").isNotNull();
		assertThat(waiter.failure()).isInstanceOf(PoolClosedException.class);
		lease.close();
		this.rig.advanceMillis(5_000);
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.CLOSED);
	}

	// T55
	@Test
	void aHolderMayCloseThePool() throws Exception {
		this.rig.start((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		FakeConnection connection = lease.connection();

		CloseReport report = this.rig.finish(this.rig.close(Duration.ZERO));

		assertThat(report.aborted()).hasSize(1);
		assertThat(connection.abortCalls()).isEqualTo(1);
		lease.invalidate(new IllegalStateException("too late"));
		lease.close();
	}

	@Test
	void aClosedPoolDoesNothingMore() throws Exception {
		this.rig.start((settings) -> settings.minIdle(1));
		this.rig.advanceMillis(1_000);
		this.rig.finish(this.rig.close(Duration.ZERO));
		int opened = this.rig.factory.opened();

		this.rig.pool.evictAll();
		assertThatThrownBy(() -> this.rig.pool.suspend()).isInstanceOf(PoolClosedException.class);
		assertThatThrownBy(() -> this.rig.pool.resume()).isInstanceOf(PoolClosedException.class);
		assertThatThrownBy(() -> this.rig.pool.resize(2, 4)).isInstanceOf(PoolClosedException.class);
		this.rig.advance(Duration.ofMinutes(5));

		assertThat(this.rig.factory.opened()).isEqualTo(opened);
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.CLOSED);
		assertThatThrownBy(() -> this.rig.pool.execute((connection) -> 1)).isInstanceOf(PoolClosedException.class);
	}

	@Test
	void aNegativeDrainIsRejected() {
		this.rig.start((settings) -> settings);

		assertThatThrownBy(() -> this.rig.pool.close(Duration.ofMillis(-1)))
			.isInstanceOf(IllegalArgumentException.class);
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.RUNNING);
	}

	// T55
	@Test
	void closingAgainDoesNotChangeWhenTheDrainEnds() {
		this.rig.start((settings) -> settings);
		this.rig.lease();

		CompletableFuture<CloseReport> first = this.rig.pool.closeAsync(Duration.ofSeconds(1));
		this.rig.advanceMillis(500);
		CompletableFuture<CloseReport> second = this.rig.pool.closeAsync(PoolRig.LONG);
		this.rig.advanceMillis(1_000);

		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
		assertThat(first.join().aborted()).hasSize(1);
		assertThat(first.join().duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
	}

}
