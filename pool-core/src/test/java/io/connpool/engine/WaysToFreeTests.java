package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

import io.connpool.Lease;
import io.connpool.LeaseTimeAction;
import io.connpool.Liveness;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever frees a connection or a place serves the oldest waiter in the same step (T08,
 * T16).
 */
class WaysToFreeTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@ParameterizedTest
	@EnumSource
	void whateverIsFreedServesTheOldestWaiterInTheSameStep(Way way) {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1)
			.maxUses((way == Way.MAX_USES) ? 1 : 0)
			.maxLifetime((way == Way.MAX_LIFETIME) ? Duration.ofSeconds(5) : Duration.ZERO)
			.maxLeaseTime((way == Way.RECLAIM) ? Duration.ofSeconds(3) : Duration.ZERO)
			.onMaxLeaseTime(LeaseTimeAction.RECLAIM));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask first = this.rig.ask();
		Ask second = this.rig.ask();

		way.free(this.rig, lease);
		this.rig.settle();

		assertThat(first.isServed()).as("the first in line").isTrue();
		assertThat(second.isWaiting()).as("the second in line").isTrue();
		first.lease().close();
		this.rig.settle();
		second.lease().close();
	}

	@Test
	void anIdleConnectionThatFailsItsValidationMakesRoomForAnother() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1).validateAfterIdle(Duration.ofSeconds(1)));
		this.rig.fill(1);
		this.rig.advanceMillis(1_500);
		this.rig.factory.validations().answerNext(false);

		Ask ask = this.rig.ask();

		assertThat(ask.lease().connection().id()).isEqualTo(2);
	}

	@Test
	void anOpenThatIsGivenUpMakesRoomForAnother() {
		this.rig.start((settings) -> settings.openTimeout(Duration.ofSeconds(2)));
		this.rig.executor.threaded();
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.opens().hangDeafNext(1);
		Ask waiter = this.rig.ask();

		this.rig.advanceMillis(4_000);

		assertThat(waiter.isServed()).isTrue();
		assertThat(waiter.lease().connection()).isNotSameAs(lease.connection());
	}

	@Test
	void aCloseThatIsGivenUpMakesRoomForAnother() {
		this.rig.start((settings) -> settings.maxSize(1).closeTimeout(Duration.ofSeconds(1)));
		this.rig.executor.threaded();
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.closes().hangNext(1);
		Ask waiter = this.rig.ask();

		lease.retire();
		lease.close();
		this.rig.advanceMillis(1_200);

		assertThat(waiter.isServed()).isTrue();
	}

	@Test
	void growingServesWaitersAtOnce() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.lease();
		List<Ask> waiters = this.rig.asks(3);

		this.rig.resize(0, 3);
		assertThat(this.rig.stats().opening()).as("before the housekeeper comes").isEqualTo(2);
		this.rig.settle();

		assertThat(waiters).extracting(Ask::isServed).containsExactly(true, true, false);
		assertThat(this.rig.pool.settings().maxSize()).isEqualTo(3);
	}

	@Test
	void shrinkingClosesIdleConnectionsAtOnceAndLeasedOnesAsTheyComeBack() {
		this.rig.start((settings) -> settings.maxSize(4));
		List<Lease<FakeConnection>> leases = this.rig.leases(4);
		leases.get(3).close();
		this.rig.settle();

		this.rig.resize(0, 2);
		this.rig.settle();
		assertThat(this.rig.stats().idle()).as("idle ones go at once").isZero();
		assertThat(this.rig.stats().active()).as("leased ones stay").isEqualTo(3);
		Ask waiter = this.rig.ask();
		assertThat(waiter.isWaiting()).isTrue();
		leases.get(0).close();
		this.rig.settle();
		assertThat(waiter.isWaiting()).as("a surplus connection serves nobody").isTrue();
		assertThat(this.rig.stats().total()).isEqualTo(2);
		leases.get(1).close();
		this.rig.settle();

		assertThat(waiter.isServed()).isTrue();
		assertThat(this.rig.listener.count("closed SURPLUS")).isEqualTo(2);
		assertThat(this.rig.stats().total()).isEqualTo(2);
	}

	@Test
	void resizingChangesHowManyIdleConnectionsAreMaintained() {
		this.rig.start((settings) -> settings.maxSize(5).idleTimeout(Duration.ofSeconds(10)));

		this.rig.resize(3, 5);
		this.rig.advanceMillis(1_000);
		assertThat(this.rig.stats().idle()).isEqualTo(3);
		this.rig.resize(1, 5);
		this.rig.advanceMillis(11_000);

		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.stats().minIdle()).isEqualTo(1);
	}

	/** A way to free a place that is leased. */
	enum Way {

		CLOSE((rig, lease) -> lease.close()),

		INVALIDATE((rig, lease) -> lease.invalidate(new IOException("reset"))),

		RETIRE((rig, lease) -> {
			lease.retire();
			lease.close();
		}),

		DEAD((rig, lease) -> {
			rig.factory.checks().answerNext(Liveness.DEAD);
			lease.close();
		}),

		RESET_FAILED((rig, lease) -> {
			rig.factory.resets().failNext(1, new IOException("reset"));
			lease.close();
		}),

		CLOSE_FAILED((rig, lease) -> {
			rig.factory.closes().failNext(1, new IOException("reset"));
			lease.invalidate(new IOException("reset"));
		}),

		EVICTED((rig, lease) -> {
			rig.pool.evictAll();
			lease.close();
		}),

		MAX_USES((rig, lease) -> lease.close()),

		MAX_LIFETIME((rig, lease) -> {
			rig.advanceMillis(5_500);
			lease.close();
		}),

		RECLAIM((rig, lease) -> rig.advanceMillis(3_500)),

		ANOTHER_THREAD((rig, lease) -> {
			try {
				rig.background(() -> {
					lease.close();
					return true;
				}).get();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});

		private final BiConsumer<PoolRig, Lease<FakeConnection>> act;

		Way(BiConsumer<PoolRig, Lease<FakeConnection>> act) {
			this.act = act;
		}

		void free(PoolRig rig, Lease<FakeConnection> lease) {
			this.act.accept(rig, lease);
		}

	}

	@Test
	void shrinkingCountsConnectionsThatAreOnTheirWayOut() {
		this.rig.start((settings) -> settings.maxSize(3));
		List<Lease<FakeConnection>> leases = this.rig.leases(3);
		this.rig.executor.hold();
		leases.get(0).invalidate(new IOException("reset"));
		this.rig.resize(0, 2);

		leases.get(1).close();
		this.rig.settle();

		assertThat(this.rig.stats().closing()).isOne();
		assertThat(this.rig.stats().idle()).isOne();
		this.rig.executor.letGo();
	}

}
