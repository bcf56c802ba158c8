package io.connpool.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.connpool.IdleOrder;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which idle connection is lent next.
 */
class IdleOrderTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	/**
	 * Opens connections 1 to 4 and gives them back in the order 3, 1, 4, 2, a second
	 * apart.
	 */
	private void startWith(IdleOrder order) {
		this.rig.start((settings) -> settings.maxSize(4).idleOrder(order));
		List<Lease<FakeConnection>> leases = this.rig.leases(4);
		for (int id : new int[] { 3, 1, 4, 2 }) {
			leases.get(id - 1).close();
			this.rig.advanceMillis(1_000);
		}
	}

	private List<Long> lendAll() {
		return this.rig.leases(4).stream().map((lease) -> lease.connection().id()).toList();
	}

	@Test
	void mruLendsTheMostRecentlyReturned() {
		startWith(IdleOrder.MRU);

		assertThat(lendAll()).containsExactly(2L, 4L, 1L, 3L);
	}

	@Test
	void lruLendsTheLeastRecentlyReturned() {
		startWith(IdleOrder.LRU);

		assertThat(lendAll()).containsExactly(3L, 1L, 4L, 2L);
	}

	@Test
	void fifoLendsTheOneThatHasBeenInThePoolLongest() {
		startWith(IdleOrder.FIFO);

		assertThat(lendAll()).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void fifoLendsANewcomerLastWhicheverPlaceItHas() {
		startWith(IdleOrder.FIFO);
		this.rig.lease().invalidate(new IOException("reset"));
		this.rig.leases(4).forEach(Lease::close);
		this.rig.settle();

		assertThat(lendAll()).containsExactly(2L, 3L, 4L, 5L);
	}

	@Test
	void roundRobinLendsEachInTurn() {
		startWith(IdleOrder.ROUND_ROBIN);
		List<Long> lent = new ArrayList<>();

		for (int i = 0; i < 8; i++) {
			Lease<FakeConnection> lease = this.rig.lease();
			lent.add(lease.connection().id());
			lease.close();
			this.rig.settle();
		}

		assertThat(lent.subList(0, 4)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
		assertThat(lent.subList(4, 8)).isEqualTo(lent.subList(0, 4));
	}

	@Test
	void lruUsesAllConnectionsEvenly() {
		startWith(IdleOrder.LRU);

		for (int i = 0; i < 40; i++) {
			this.rig.lease().close();
			this.rig.advanceMillis(1_000);
		}

		assertThat(this.rig.factory.connections()).allMatch((connection) -> connection.uses() == 11);
	}

	@Test
	void affinityLendsAThreadTheOneItUsedLast() throws Exception {
		startWith(IdleOrder.AFFINITY);
		Lease<FakeConnection> first = this.rig.lease();
		Lease<FakeConnection> mine = this.rig.pool.acquire();
		long id = mine.connection().id();
		mine.close();
		first.close();

		for (int i = 0; i < 5; i++) {
			try (Lease<FakeConnection> lease = this.rig.pool.acquire()) {
				assertThat(lease.connection().id()).isEqualTo(id);
			}
		}
	}

	@Test
	void affinityKeepsToFewConnections() {
		startWith(IdleOrder.AFFINITY);

		for (int i = 0; i < 40; i++) {
			this.rig.lease().close();
			this.rig.settle();
		}

		assertThat(this.rig.factory.connections()).filteredOn((connection) -> connection.uses() > 1).hasSize(1);
	}

}
