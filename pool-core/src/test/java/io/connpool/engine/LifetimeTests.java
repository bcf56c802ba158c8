package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.OpenReason;
import io.connpool.OpenRequest;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When connections grow too old, too idle, or are evicted.
 */
class LifetimeTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T83, T87
	@Test
	void anIdleConnectionIsClosedWhenItExceedsItsIdleTimeout() {
		this.rig.start((settings) -> settings.maxSize(3).idleTimeout(Duration.ofSeconds(10)));
		this.rig.fill(3);

		this.rig.advanceMillis(9_700);
		assertThat(this.rig.stats().idle()).isEqualTo(3);
		this.rig.advanceMillis(600);

		assertThat(this.rig.stats().total()).isZero();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.IDLE_TIMEOUT, 3L);
	}

	@Test
	void minIdleConnectionsOutliveTheIdleTimeout() {
		this.rig.start((settings) -> settings.maxSize(5).minIdle(2).idleTimeout(Duration.ofSeconds(10)));
		this.rig.fill(5);

		this.rig.advance(Duration.ofMinutes(5));

		assertThat(this.rig.stats().idle()).isEqualTo(2);
		assertThat(this.rig.factory.opened()).as("nothing is opened instead").isEqualTo(5);
	}

	// T88
	@Test
	void surplusConnectionsAgeOutUnderALightLoad() {
		this.rig.start((settings) -> settings.maxSize(5).idleTimeout(Duration.ofSeconds(10)));
		this.rig.fill(5);

		for (int i = 0; i < 12; i++) {
			this.rig.lease().close();
			this.rig.advanceMillis(1_000);
		}

		assertThat(this.rig.stats().total()).isEqualTo(1);
		assertThat(this.rig.factory.opened()).isEqualTo(5);
	}

	// T89
	@Test
	void keepaliveDoesNotMakeAConnectionLookUsed() {
		this.rig.startWithAllHooks(
				(settings) -> settings.idleTimeout(Duration.ofSeconds(60)).keepaliveInterval(Duration.ofSeconds(10)));
		this.rig.fill(1);

		this.rig.advanceMillis(60_500);

		assertThat(this.rig.factory.validations().calls()).isGreaterThanOrEqualTo(4);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.IDLE_TIMEOUT, 1L);
	}

	// T80
	@Test
	void aLeasedConnectionIsNotIdleHoweverLongItIsHeld() {
		this.rig.start((settings) -> settings.idleTimeout(Duration.ofSeconds(1)).maxLifetime(Duration.ofSeconds(10)));
		Lease<FakeConnection> lease = this.rig.lease();
		FakeConnection connection = lease.connection();

		this.rig.advance(Duration.ofMinutes(5));
		assertThat(connection.isOpen()).isTrue();
		lease.close();
		this.rig.settle();

		assertThat(connection.isOpen()).as("too old to be lent again").isFalse();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.MAX_LIFETIME, 1L);
	}

	// T87
	@Test
	void anIdleConnectionIsClosedAtTheEndOfItsLifetime() {
		this.rig.start((settings) -> settings.maxLifetime(Duration.ofSeconds(100)));
		this.rig.fill(1);

		this.rig.advanceMillis(89_500);
		assertThat(this.rig.factory.connection(1).isOpen()).as("before 90 % of its lifetime").isTrue();
		this.rig.advanceMillis(11_000);

		assertThat(this.rig.factory.connection(1).isOpen()).isFalse();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.MAX_LIFETIME, 1L);
	}

	// T86
	@Test
	void lifetimesOfConnectionsOpenedTogetherEndApart() {
		this.rig.start((settings) -> settings.maxSize(20).maxLifetime(Duration.ofSeconds(1_000)));
		this.rig.fill(20);
		List<Integer> closedPerTenSeconds = new ArrayList<>();

		this.rig.advance(Duration.ofSeconds(899));
		assertThat(this.rig.listener.count("closed MAX_LIFETIME")).isZero();
		for (int i = 0; i < 11; i++) {
			int before = this.rig.listener.count("closed MAX_LIFETIME");
			this.rig.advance(Duration.ofSeconds(10));
			closedPerTenSeconds.add(this.rig.listener.count("closed MAX_LIFETIME") - before);
		}

		assertThat(closedPerTenSeconds.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
		assertThat(closedPerTenSeconds).as("closed in each 10 s").allMatch((count) -> count <= 10);
	}

	// T86
	@Test
	void anIdleConnectionIsReplacedBeforeItIsClosedWhileThereIsRoom() {
		this.rig.start((settings) -> settings.maxSize(2).minIdle(1).maxLifetime(Duration.ofSeconds(100)));
		this.rig.advanceMillis(1_000);
		assertThat(this.rig.stats().idle()).isEqualTo(1);
		this.rig.listener.clear();

		this.rig.advance(Duration.ofSeconds(100));

		assertThat(this.rig.listener.tape()).startsWith("opened", "closed MAX_LIFETIME");
		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.factory.requests()).extracting(OpenRequest::reason).contains(OpenReason.REPLACEMENT);
	}

	// T86
	@Test
	void aConnectionIsKeptWhileItsReplacementCannotBeOpened() {
		this.rig.start((settings) -> settings.maxSize(2).minIdle(1).maxLifetime(Duration.ofSeconds(100)));
		this.rig.advanceMillis(1_000);
		this.rig.factory.opens().fail(new ConnectException("refused"));

		this.rig.advance(Duration.ofSeconds(99));
		assertThat(this.rig.factory.connection(1).isOpen()).isTrue();
		this.rig.factory.heal();
		this.rig.advance(Duration.ofSeconds(21));

		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.factory.connection(1).isOpen()).isFalse();
	}

	// T86
	@Test
	void aReplacementThatHangsIsTriedAgain() {
		this.rig.start((settings) -> settings.maxSize(2)
			.minIdle(1)
			.openTimeout(Duration.ofSeconds(1))
			.maxLifetime(Duration.ofSeconds(100)));
		this.rig.advanceMillis(1_000);
		this.rig.executor.threaded();
		this.rig.factory.opens().hangNext(1);

		this.rig.advance(Duration.ofSeconds(110));

		assertThat(this.rig.factory.opens().calls()).as("the first, the one that hung, and another").isEqualTo(3);
		assertThat(this.rig.factory.connection(1).isOpen()).isFalse();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
	}

	// T86
	@Test
	void atMaxSizeExpiredConnectionsAreClosedOneASecond() {
		this.rig.start((settings) -> settings.maxSize(20).minIdle(20).maxLifetime(Duration.ofSeconds(10)));
		this.rig.advanceMillis(500);
		assertThat(this.rig.stats().idle()).isEqualTo(20);

		for (int i = 0; i < 40; i++) {
			int before = this.rig.listener.count("closed MAX_LIFETIME");
			this.rig.advanceMillis(1_000);
			assertThat(this.rig.listener.count("closed MAX_LIFETIME") - before).as("in second %s", i)
				.isLessThanOrEqualTo(2);
			assertThat(this.rig.stats().idle()).isGreaterThanOrEqualTo(18);
		}

		assertThat(this.rig.listener.count("closed MAX_LIFETIME")).as("in 40 s").isGreaterThan(20);
	}

	// T86
	@Test
	void ofThoseWhoseLifetimeIsOverTheOldestGoesFirst() {
		this.rig.start((settings) -> settings.maxSize(3).maxLifetime(Duration.ofSeconds(100)));
		List<Lease<FakeConnection>> leases = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			leases.add(this.rig.lease());
			this.rig.advance(Duration.ofSeconds(15));
		}
		// so that they are not in their places in the order of their age
		leases.remove(0).invalidate(new IOException("reset"));
		this.rig.settle();
		leases.add(this.rig.lease());
		leases.forEach(Lease::close);
		this.rig.pool.suspend();
		this.rig.advance(Duration.ofSeconds(150));
		assertThat(this.rig.stats().idle()).as("nothing is closed for its age meanwhile").isEqualTo(3);

		this.rig.pool.resume();
		List<FakeConnection> closed = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.rig.advanceMillis(500);
			this.rig.factory.connections()
				.stream()
				.filter((connection) -> !connection.isOpen() && !closed.contains(connection))
				.forEach(closed::add);
		}

		assertThat(closed).extracting(FakeConnection::id).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void aReplacementIsAsIdleAsWhatItReplaced() {
		this.rig.start((settings) -> settings.maxSize(2)
			.idleTimeout(Duration.ofSeconds(150))
			.maxLifetime(Duration.ofSeconds(100)));
		this.rig.fill(1);

		this.rig.advance(Duration.ofSeconds(151));

		assertThat(this.rig.stats().total()).as("idle for 150 s in all").isZero();
	}

	// T91
	@Test
	void everyAttemptToOpenHasARequestOfItsOwn() {
		this.rig.start((settings) -> settings);
		this.rig.lease();
		this.rig.factory.opens().failNext(2, new ConnectException("refused"));

		this.rig.ask();
		this.rig.advanceMillis(1_000);

		List<OpenRequest> requests = this.rig.factory.requests();
		assertThat(requests).extracting(OpenRequest::attempt).containsExactly(1, 1, 2, 3);
		assertThat(requests).extracting(OpenRequest::poolName).containsOnly("rig");
		assertThat(requests).extracting(OpenRequest::connectionId).doesNotHaveDuplicates();
		assertThat(requests.get(0).reason()).isEqualTo(OpenReason.DEMAND);
		assertThat(requests.get(3).reason()).isEqualTo(OpenReason.PROBE);
	}

	// T86
	@Test
	void aConnectionIsKeptDuringAnOutageThoughThereIsNoRoomForAReplacement() {
		this.rig.start((settings) -> settings.maxSize(2).minIdle(1).maxLifetime(Duration.ofSeconds(100)));
		this.rig.advanceMillis(1_000);
		this.rig.factory.opens().fail(new ConnectException("refused"));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.advanceMillis(1_000);
		lease.close();
		this.rig.resize(1, 1);

		this.rig.advance(Duration.ofSeconds(105));

		assertThat(this.rig.factory.connection(1).isOpen()).isTrue();
	}

}
