package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.connpool.BreakerState;
import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The numbers a pool tells about itself (T19, T101).
 */
class StatsTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void aNewPoolHasDoneNothing() {
		this.rig.start((settings) -> settings.maxSize(7));

		PoolStats stats = this.rig.stats();

		assertThat(stats.poolName()).isEqualTo("rig");
		assertThat(stats.state()).isEqualTo(PoolState.RUNNING);
		assertThat(stats.maxSize()).isEqualTo(7);
		assertThat(stats.minIdle()).isZero();
		assertThat(stats.gauges()).isEqualTo("total=0 active=0 idle=0 opening=0 closing=0 waiting=0");
		assertThat(stats.oldestLease()).isZero();
		assertThat(stats.oldestWaiter()).isZero();
		assertThat(stats.breaker()).isEqualTo(BreakerState.CLOSED);
		assertThat(stats.lastFailure()).isNull();
		assertThat(stats.acquired() + stats.timedOut() + stats.rejected() + stats.opened() + stats.openFailed()
				+ stats.staleCalls() + stats.closedTotal())
			.isZero();
		assertThat(this.rig.pool.name()).isEqualTo("rig");
	}

	@Test
	void countersTellWhatHappened() {
		this.rig.start((settings) -> settings.maxSize(2).maxWaiting(1));
		List<Lease<FakeConnection>> leases = this.rig.leases(2);
		this.rig.ask(Duration.ofMillis(100));
		this.rig.ask();
		this.rig.advanceMillis(200);
		leases.get(0).close();
		leases.get(0).close();
		leases.get(1).invalidate(new IOException("reset"));
		this.rig.settle();
		this.rig.lease().close();
		this.rig.lease();
		this.rig.factory.opens().failNext(1, new ConnectException("refused"));
		this.rig.ask(Duration.ofMillis(1));
		this.rig.advanceMillis(10);

		PoolStats stats = this.rig.stats();

		assertThat(stats.acquired()).isEqualTo(4);
		assertThat(stats.timedOut()).isEqualTo(2);
		assertThat(stats.rejected()).isEqualTo(1);
		assertThat(stats.opened()).isEqualTo(2);
		assertThat(stats.openFailed()).isEqualTo(1);
		assertThat(stats.staleCalls()).isEqualTo(1);
		assertThat(stats.closed()).isEqualTo(Map.of(CloseReason.INVALIDATED, 1L));
		assertThat(stats.lastFailure().cause()).isInstanceOf(ConnectException.class);
		assertThat(stats.lastFailure().consecutive()).isEqualTo(1);
		assertThat(stats.lastFailure().age()).isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
	}

	@Test
	void gaugesTellEveryState() {
		this.rig.start((settings) -> settings.maxSize(4));
		List<Lease<FakeConnection>> leases = this.rig.leases(3);
		leases.get(0).close();
		this.rig.settle();
		this.rig.executor.hold();
		leases.get(1).invalidate(new IOException("reset"));
		assertThat(this.rig.stats().gauges()).isEqualTo("total=3 active=1 idle=1 opening=0 closing=1 waiting=0");
		assertThat(this.rig.pool.tryAcquire()).isNotNull();
		this.rig.askOnly(PoolRig.LONG);
		this.rig.askOnly(PoolRig.LONG);

		assertThat(this.rig.stats().gauges()).isEqualTo("total=4 active=2 idle=0 opening=1 closing=1 waiting=2");
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(this.rig.stats().gauges()).isEqualTo("total=4 active=4 idle=0 opening=0 closing=0 waiting=0");
	}

	@Test
	void agesGrow() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.advanceMillis(2_000);
		Ask waiter = this.rig.ask();
		this.rig.advanceMillis(3_000);

		assertThat(this.rig.stats().oldestLease()).isBetween(Duration.ofMillis(4_800), Duration.ofMillis(5_200));
		assertThat(this.rig.stats().oldestWaiter()).isBetween(Duration.ofMillis(2_800), Duration.ofMillis(3_200));
		lease.close();
		this.rig.settle();

		assertThat(this.rig.stats().oldestWaiter()).isZero();
		assertThat(this.rig.stats().oldestLease()).isLessThan(Duration.ofMillis(200));
		waiter.lease().close();
		this.rig.settle();
		assertThat(this.rig.stats().oldestLease()).isZero();
	}

	@Test
	void whatTheListenerHeardIsWhatTheCountersSay() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3)
			.maxUses(4)
			.idleTimeout(Duration.ofSeconds(20))
			.maxLifetime(Duration.ofSeconds(40)));
		for (int i = 0; i < 200; i++) {
			Ask ask = this.rig.ask(Duration.ofMillis(50));
			Ask other = this.rig.ask(Duration.ofMillis(50));
			if (i % 7 == 0) {
				this.rig.factory.opens().failNext(1, new ConnectException("refused"));
			}
			if (i % 11 == 0) {
				this.rig.factory.validations().answerNext(false);
			}
			this.rig.advanceMillis(60 + i * 13 % 900);
			if (ask.isServed()) {
				ask.lease().close();
			}
			if (other.isServed()) {
				other.lease().invalidate(new IOException("reset"));
			}
		}
		this.rig.advance(Duration.ofSeconds(30));

		PoolStats stats = this.rig.stats();

		assertThat(stats.acquired()).isPositive().isEqualTo(this.rig.listener.count("acquired"));
		assertThat(this.rig.listener.count("released")).isEqualTo(this.rig.listener.count("acquired"));
		assertThat(stats.timedOut()).isEqualTo(this.rig.listener.count("timeout"));
		assertThat(stats.opened()).isEqualTo(this.rig.listener.count("opened")).isEqualTo(this.rig.factory.opened());
		assertThat(stats.openFailed()).isPositive().isEqualTo(this.rig.listener.count("open failed"));
		stats.closed()
			.forEach((reason, count) -> assertThat(this.rig.listener.count("closed " + reason))
				.isEqualTo(count.intValue()));
		assertThat(stats.opened() - stats.closedTotal()).isEqualTo(stats.total());
		assertThat(stats.total()).isEqualTo(this.rig.factory.live());
	}

}
