package io.connpool.engine;

import java.time.Duration;

import io.connpool.AcquireTimeoutException;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever serves a caller runs out of memory or stack before he can say so.
 */
class UntoldTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void aConnectionThatWasTakenBackMeanwhileIsNotLent() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> first = this.rig.lease();
		FakeConnection connection = first.connection();
		Ask untold = this.rig.ask();
		this.rig.executor.hold();
		first.close();
		this.rig.executor.flow();
		this.rig.pool.table.slots()[0].lose();

		Ask next = this.rig.ask();
		this.rig.advanceMillis(2_000);
		Lease<FakeConnection> lease = next.lease();
		assertThat(lease.connection()).isNotSameAs(connection);
		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(untold.failure()).isInstanceOf(AcquireTimeoutException.class);
		lease.close();
		this.rig.settle();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.stats().staleCalls()).isZero();
	}

	@Test
	void anAsyncCallerThatCouldNotBeToldIsToldWhenItsTimeIsUp() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		long now = this.rig.clock.nanos();
		FutureWaiter<FakeConnection> waiter = new FutureWaiter<>(this.rig.pool, now,
				now + Duration.ofSeconds(5).toNanos());
		this.rig.pool.queue.add(waiter, 1);
		waiter.leave();
		waiter.notTold();
		this.rig.pool.queue.countOut(waiter);
		lease.close();

		this.rig.pool.wakeBy(waiter.deadline);
		this.rig.advanceMillis(4_900);
		assertThat(waiter.future).isNotDone();
		this.rig.advanceMillis(300);

		assertThat(waiter.future).isCompletedExceptionally();
		assertThat(this.rig.pool.queue.firstExpired(this.rig.clock.nanos())).isNull();
	}

}
