package io.connpool.test;

import java.time.Duration;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.engine.ConnectionPools;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class PoolLeakAssertionsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration IMPATIENCE = Duration.ofMillis(50);

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	@Test
	void aLeaseThatIsOutIsReported() throws InterruptedException {
		try (ConnectionPool<FakeConnection> pool = ConnectionPools.builder(this.factory).name("orders").build()) {
			Lease<FakeConnection> lease = pool.acquire();

			assertThatThrownBy(() -> PoolLeakAssertions.assertNothingLeased(pool, IMPATIENCE))
				.isInstanceOf(AssertionError.class)
				.hasMessageStartingWith("orders – leases have not come back: total=1 active=1");
			lease.close();

			PoolLeakAssertions.assertNothingLeased(pool, PATIENCE);
		}
	}

	@Test
	void booksBalanceOnlyOncePoolsAreAtRest() throws InterruptedException {
		try (ConnectionPool<FakeConnection> pool = ConnectionPools.builder(this.factory).name("orders").build()) {
			Lease<FakeConnection> lease = pool.acquire();

			assertThatThrownBy(() -> PoolLeakAssertions.assertBooksBalance(pool, IMPATIENCE))
				.isInstanceOf(AssertionError.class)
				.hasMessageStartingWith("orders – the books do not balance: opened=1 closed=0 total=1 active=1");
			lease.close();

			PoolLeakAssertions.assertBooksBalance(pool, PATIENCE);
			pool.close();
			PoolLeakAssertions.assertBooksBalance(pool, PATIENCE);
		}
	}

	@Test
	void connectionsAndThreadsThatAreLeftAreReported() throws InterruptedException {
		ConnectionPool<FakeConnection> pool = ConnectionPools.builder(this.factory).name("orders").build();
		pool.acquire().close();

		assertThatThrownBy(() -> PoolLeakAssertions.assertEverythingClosed(this.factory, IMPATIENCE))
			.isInstanceOf(AssertionError.class)
			.hasMessageContaining("FakeConnection#1");
		assertThatThrownBy(() -> PoolLeakAssertions.assertNoThreads("orders", IMPATIENCE))
			.isInstanceOf(AssertionError.class)
			.hasMessageContaining("connpool-orders-open-1");
		pool.close();

		PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
		PoolLeakAssertions.assertNoThreads("orders", PATIENCE);
	}

	@Test
	void theClockStandsStillUntilItIsToldToGoOn() {
		FakeClock clock = new FakeClock();
		long before = clock.nanos();

		clock.advance(Duration.ofSeconds(20));

		assertThat(clock.nanos() - before).isEqualTo(Duration.ofSeconds(20).toNanos());
		assertThat(clock.nanos()).as("it has overflowed").isLessThan(before);
		assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(20));
		assertThat(clock).hasToString("FakeClock[20000 ms]");
		assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void theListenerWritesATape() throws InterruptedException {
		RecordingListener listener = new RecordingListener();
		try (ConnectionPool<FakeConnection> pool = ConnectionPools.builder(this.factory.openAndCloseOnly())
			.listener(listener)
			.build()) {
			pool.acquire().close();
		}

		await().untilAsserted(() -> assertThat(listener.tape()).containsExactlyInAnyOrder("opened", "acquired",
				"released", "closed POOL_CLOSED"));
		assertThat(listener.count("opened")).isEqualTo(1);
		assertThat(listener.events()).filteredOn((event) -> event.name().equals("acquired"))
			.allMatch((event) -> event.nanos() > 0);
		listener.clear();
		assertThat(listener.tape()).isEmpty();
	}

}
