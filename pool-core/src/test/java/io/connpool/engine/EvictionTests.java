package io.connpool.engine;

import java.util.List;

import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code evictAll()} does to connections wherever they are.
 */
class EvictionTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T17
	@Test
	void minIdleIsRestoredWhateverConnectionsDiedOf() {
		this.rig.start((settings) -> settings.maxSize(5).minIdle(3));
		this.rig.advanceMillis(500);

		this.rig.pool.evictAll();
		this.rig.advanceMillis(500);
		assertThat(this.rig.stats().idle()).as("after eviction").isEqualTo(3);
		this.rig.leases(3).forEach((lease) -> lease.invalidate(new IllegalStateException("reset")));
		this.rig.advanceMillis(500);
		assertThat(this.rig.stats().idle()).as("after invalidation").isEqualTo(3);
		List<Lease<FakeConnection>> leases = this.rig.leases(4);
		this.rig.advanceMillis(500);

		assertThat(this.rig.stats().idle()).as("as many as there is room for").isEqualTo(1);
		leases.forEach(Lease::close);
	}

	// T90, M6
	@Test
	void evictionClosesIdleConnectionsAtOnceAndLeasedOnesOnTheirReturn() {
		this.rig.start((settings) -> settings.maxSize(3));
		List<Lease<FakeConnection>> leases = this.rig.leases(3);
		leases.get(0).close();
		this.rig.settle();

		this.rig.pool.evictAll();
		this.rig.settle();
		assertThat(this.rig.stats().idle()).isZero();
		assertThat(leases.get(1).connection().isOpen()).as("leased").isTrue();
		leases.get(1).close();
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isZero();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.EVICTED, 2L);
		this.rig.lease().close();
		this.rig.settle();
		assertThat(this.rig.stats().idle()).as("a new one is pooled").isEqualTo(1);
	}

	// T90
	@Test
	void aConnectionThatWasBeingOpenedDuringAnEvictionIsClosedOnArrival() {
		this.rig.start((settings) -> settings);
		this.rig.executor.hold();
		Ask ask = this.rig.ask();

		this.rig.pool.evictAll();
		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(this.rig.factory.connection(1).isOpen()).isFalse();
		assertThat(ask.lease().connection().id()).isEqualTo(2);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.EVICTED, 1L);
	}

	// T90
	@Test
	void aConnectionThatWasBeingResetDuringAnEvictionIsNotPooled() {
		this.rig.startWithAllHooks((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();

		lease.close();
		this.rig.pool.evictAll();
		this.rig.settle();

		assertThat(this.rig.stats().total()).isZero();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.EVICTED, 1L);
	}

	// T90
	@Test
	void aConnectionThatWasBeingResetDuringAnEvictionIsLentToNobody() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.ask();

		lease.close();
		this.rig.pool.evictAll();
		this.rig.settle();

		assertThat(waiter.lease().connection().id()).isEqualTo(2);
	}

	// T90
	@Test
	void aConnectionThatWasBeingValidatedDuringAnEvictionIsLentToNobody() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		this.rig.advanceMillis(1_000);
		Ask waiter = this.rig.askOnly(PoolRig.LONG);

		this.rig.pool.evictAll();
		this.rig.settle();

		assertThat(waiter.lease().connection().id()).isEqualTo(2);
	}

}
