package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.BreakerState;
import io.connpool.CloseReport;
import io.connpool.ConnectionOpenException;
import io.connpool.InvalidPoolSettingsException;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.PoolClosedException;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The contract, a test for every sentence; the other tests of this package go into the
 * details.
 */
class ContractTests {

	private static final ConnectException REFUSED = new ConnectException("refused");

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void sentence1AcquireEndsByItsDeadlineWhateverTheFactoryDoes() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3).maxQuarantined(20));
		this.rig.executor.threaded();
		List<Lease<FakeConnection>> leases = this.rig.leases(3);
		this.rig.factory.opens().hangDeafNext(5);
		this.rig.factory.validations().hangDeafNext(5);
		this.rig.factory.resets().hangDeafNext(1);
		this.rig.factory.closes().hangDeafNext(5);

		leases.get(0).close();
		leases.get(1).invalidate(new IOException("reset"));
		for (int i = 0; i < 10; i++) {
			Duration before = this.rig.now();
			Ask ask = this.rig.ask(Duration.ofMillis(300));
			while (ask.isWaiting()) {
				this.rig.advanceMillis(1);
			}
			assertThat(this.rig.now().minus(before)).isLessThanOrEqualTo(Duration.ofMillis(301));
			if (ask.isServed()) {
				ask.lease().close();
			}
		}

		leases.get(2).close();
	}

	@Test
	void sentence2NeverAreThereMoreConnectionsThanMaxSizeAsSeenByTheServer() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3).openingParallelism(100));
		for (int i = 0; i < 50; i++) {
			List<Ask> asks = this.rig.asks(5);
			this.rig.pool.evictAll();
			asks.stream().filter(Ask::isServed).forEach((ask) -> ask.lease().close());
			this.rig.advanceMillis(i * 50);
			asks.stream().filter(Ask::isWaiting).forEach((ask) -> ask.future().cancel(false));
			asks.stream().filter(Ask::isServed).skip(3).forEach((ask) -> ask.lease().close());
		}

		assertThat(this.rig.factory.peak()).isEqualTo(3);
	}

	@Test
	void sentence2TheOnlyExceptionIsQuarantinedReportedAndCapped() {
		this.rig.start((settings) -> settings.maxSize(2).maxQuarantined(2).closeTimeout(Duration.ofSeconds(1)));
		this.rig.executor.threaded();
		List<Lease<FakeConnection>> leases = this.rig.leases(2);
		this.rig.factory.closes().hangDeafNext(2);

		leases.forEach((lease) -> lease.invalidate(new IOException("reset")));
		this.rig.advanceMillis(900);
		assertThat(this.rig.stats().closing()).as("closing ones count").isEqualTo(2);
		this.rig.advanceMillis(200);
		assertThat(this.rig.stats().quarantined()).isEqualTo(2);
		assertThat(this.rig.stats().total()).isZero();
		this.rig.factory.opens().hangDeafNext(10);
		this.rig.ask();
		assertThat(this.rig.stats().opening()).as("beyond the cap a single one is tried").isEqualTo(1);
		this.rig.ask();
		assertThat(this.rig.stats().opening()).isEqualTo(1);
		this.rig.advance(Duration.ofMillis(6_500));
		assertThat(this.rig.stats().quarantined()).as("after 0 s, 1 s and 3 s").isEqualTo(2 + 3);
		Ask refused = this.rig.ask();
		this.rig.advanceMillis(100);

		assertThat(refused.failure()).isInstanceOf(ConnectionOpenException.class)
			.hasMessageContaining("max-quarantined (2)");
		this.rig.factory.heal();
		assertThat(this.rig.leaseWithin(Duration.ofSeconds(1)).connection().isOpen()).as("7 s after the first")
			.isTrue();
		this.rig.factory.release();
		this.rig.settle();
		this.rig.leaseWithin(Duration.ofSeconds(1)).close();
	}

	@Test
	void sentence3WaitersAreServedInArrivalOrderInTheSameStep() {
		this.rig.start((settings) -> settings.maxSize(2));
		List<Lease<FakeConnection>> leases = new ArrayList<>(this.rig.leases(2));
		List<Ask> waiters = this.rig.asks(20);

		for (int i = 0; i < waiters.size(); i++) {
			Lease<FakeConnection> lease = leases.remove(0);
			if (i % 2 == 0) {
				lease.close();
			}
			else {
				lease.invalidate(new IOException("reset"));
			}
			assertThat(this.rig.pool.tryAcquire()).as("somebody waits").isNull();
			this.rig.settle();
			assertThat(waiters).filteredOn(Ask::isServed).hasSize(i + 1).last().isSameAs(waiters.get(i));
			leases.add(waiters.get(i).lease());
		}

		leases.forEach(Lease::close);
	}

	@Test
	void sentence4AfterAFaultIsGoneThePoolServesAgainWithinOneSecond() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(2).keepaliveInterval(Duration.ofSeconds(1)));
		StackOverflowError failure = new StackOverflowError();
		this.rig.fill(2);

		List.of(this.rig.factory.opens(), this.rig.factory.checks(), this.rig.factory.validations(),
				this.rig.factory.resets(), this.rig.factory.closes())
			.forEach((script) -> script.fail(failure));
		this.rig.listener.onEach((event) -> {
			throw failure;
		});
		this.rig.executor.reject(failure);
		this.rig.ask(Duration.ofSeconds(1));
		this.rig.advanceMillis(10_000);
		this.rig.heal();

		this.rig.leaseWithin(Duration.ofSeconds(1));
		this.rig.leaseWithin(Duration.ofSeconds(1));
	}

	@Test
	void sentence5AConnectionIsLentToOneCallerAtATimeAndOnlyIfProvenClean() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));

		this.rig.lease().invalidate(new IOException("abnormal end"));
		this.rig.settle();
		Lease<FakeConnection> lease = this.rig.lease();

		assertThat(this.rig.factory.connection(1).isOpen()).isFalse();
		assertThat(lease.connection().id()).isEqualTo(2);
		assertThat(this.rig.pool.tryAcquire()).as("it is lent already").isNull();
		assertThat(this.rig.ask(Duration.ZERO).isFailed()).as("it is lent already").isTrue();
		lease.close();
	}

	@Test
	void sentence5UnreadBytesAndFailedResetsCloseAConnection() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));

		Lease<FakeConnection> first = this.rig.lease();
		this.rig.factory.checks().answerNext(Liveness.DEAD);
		first.close();
		Lease<FakeConnection> second = this.rig.lease();
		this.rig.factory.resets().failNext(1, new IOException("unfinished exchange"));
		second.close();
		Lease<FakeConnection> third = this.rig.lease();
		third.close();
		Lease<FakeConnection> fourth = this.rig.lease();

		assertThat(this.rig.factory.connections()).extracting(FakeConnection::isOpen)
			.containsExactly(false, false, true);
		assertThat(fourth.connection()).isSameAs(this.rig.factory.connection(3));
		fourth.close();
	}

	@Test
	void sentence6AStaleLeaseDoesNothingButCount() {
		this.rig.start((settings) -> settings.maxSize(1));
		Lease<FakeConnection> stale = this.rig.lease();
		stale.close();
		Lease<FakeConnection> current = this.rig.lease();

		stale.close();
		stale.invalidate(new IOException("late"));
		stale.retire();
		assertThatThrownBy(stale::connection).isInstanceOf(IllegalStateException.class);
		current.close();
		this.rig.settle();

		assertThat(this.rig.stats().staleCalls()).isEqualTo(4);
		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.factory.opened()).isEqualTo(1);
	}

	@Test
	void sentence7NoUserCodeRunsOnTheThreadOfWhoGivesBackButInlineCalls() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		Lease<FakeConnection> lease = this.rig.lease();
		int checks = this.rig.factory.checks().calls();

		lease.close();

		assertThat(this.rig.factory.checks().calls()).isEqualTo(checks + 1);
		assertThat(this.rig.factory.resets().calls() + this.rig.factory.closes().calls()).isZero();
	}

	@Test
	void sentence8AnOutageIsToldAtOnceAndOverWithinASecond() {
		this.rig.start((settings) -> settings.maxSize(4));
		this.rig.factory.opens().fail(REFUSED);

		for (int i = 0; i < 600; i++) {
			boolean open = this.rig.stats().breaker() == BreakerState.OPEN;
			Ask ask = this.rig.ask(Duration.ofSeconds(5));
			assertThat(ask.isFailed() || !open).as("at once while the breaker is open").isTrue();
			this.rig.advanceMillis(100);
			if (i >= 50) {
				assertThat(ask.failure()).isInstanceOf(ConnectionOpenException.class).hasCause(REFUSED);
			}
		}
		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.OPEN);
		assertThat(this.rig.factory.opens().calls()).as("attempts in 60 s").isBetween(60, 600);
		this.rig.factory.heal();

		this.rig.leaseWithin(Duration.ofSeconds(1)).close();
		assertThat(this.rig.stats().breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void sentence9CloseFailsWaitersDrainsLeasesAbortsTheRestAndLeavesNothing() throws Exception {
		this.rig.start((settings) -> settings.maxSize(2));
		List<Lease<FakeConnection>> leases = this.rig.leases(2);
		FakeConnection kept = leases.get(1).connection();
		Ask waiter = this.rig.ask();

		Background<CloseReport> closing = this.rig.close(Duration.ofSeconds(2));
		this.rig.settle();
		assertThat(waiter.failure()).isInstanceOf(PoolClosedException.class);
		leases.get(0).close();
		CloseReport report = this.rig.finish(closing);

		assertThat(report.drained()).isEqualTo(1);
		assertThat(report.aborted()).singleElement().extracting("connectionId").isEqualTo(2L);
		assertThat(kept.abortCalls()).isEqualTo(1);
		assertThat(this.rig.factory.live()).isZero();
		assertThat(this.rig.executor.isEmpty()).isTrue();
	}

	@Test
	void sentence10SettingsAreCheckedTogetherBeforeAnythingStarts() {
		assertThatThrownBy(() -> this.rig.start((settings) -> settings.name("Rig").maxSize(0).minIdle(3)))
			.isInstanceOf(InvalidPoolSettingsException.class)
			.hasMessageContaining("name = Rig")
			.hasMessageContaining("max-size = 0")
			.hasMessageContaining("min-idle = 3");

		assertThat(this.rig.executor.isEmpty()).isTrue();
		this.rig.start((settings) -> settings.maxSize(3));
		assertThatThrownBy(() -> this.rig.pool.resize(5, 4)).isInstanceOf(InvalidPoolSettingsException.class);
		assertThat(this.rig.pool.settings().maxSize()).as("nothing has changed").isEqualTo(3);
	}

}
