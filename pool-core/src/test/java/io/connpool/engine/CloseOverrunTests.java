package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.connpool.CloseReport;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolSettings;
import io.connpool.PoolState;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What does not come to an end while the pool is closed.
 */
class CloseOverrunTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	// T52, M14
	@Test
	void aConnectionOpenedAfterCloseIsClosedAtOnce() throws Exception {
		this.rig.start((settings) -> settings.openTimeout(Duration.ofSeconds(30)));
		this.rig.executor.hold();
		Ask waiter = this.rig.ask();
		this.rig.executor.flow();
		assertThat(this.rig.stats().opening()).isEqualTo(1);

		Background<CloseReport> closing = this.rig.close(Duration.ofSeconds(1));
		this.rig.settle();
		this.rig.executor.letGo();
		this.rig.finish(closing);
		this.rig.settle();

		assertThat(waiter.failure()).isInstanceOf(PoolClosedException.class);
		assertThat(this.rig.factory.live()).isZero();
		assertThat(this.rig.stats().total()).isZero();
	}

	// T56
	@Test
	void leasesThatDoNotComeBackAreAbortedAndReported() throws Exception {
		this.rig.start((settings) -> settings.maxSize(2));
		Lease<FakeConnection> lease = this.rig.background(() -> this.rig.pool.acquire(PoolRig.LONG)).await(this.rig);
		FakeConnection connection = lease.connection();
		this.rig.advanceMillis(2_000);

		CloseReport report = this.rig.finish(this.rig.close(Duration.ofSeconds(3)));

		assertThat(report.isClean()).isFalse();
		assertThat(report.drained()).isZero();
		assertThat(report.aborted()).singleElement().satisfies((info) -> {
			assertThat(info.connectionId()).isEqualTo(1);
			assertThat(info.holder()).isEqualTo("caller");
			assertThat(info.held()).isBetween(Duration.ofMillis(4_700), Duration.ofMillis(5_400));
		});
		assertThat(report.duration()).isBetween(Duration.ofMillis(2_990), Duration.ofMillis(5_500));
		assertThat(report.toString()).contains("rig – closed after").contains("held by caller");
		assertThat(connection.abortCalls()).isEqualTo(1);
		lease.close();
		this.rig.settle();
		assertThat(connection.closeCalls()).isZero();
	}

	// T56
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10 })
	void aCloseThatHangsHoldsUpTheEndForTheTimePromisedAtMost(int drainSeconds) throws Exception {
		this.rig.start((settings) -> settings.closeTimeout(Duration.ofSeconds(2)));
		this.rig.fill(2);
		this.rig.executor.threaded();
		this.rig.factory.closes().hangDeafNext(2);

		CloseReport report = this.rig.finish(this.rig.close(Duration.ofSeconds(drainSeconds)));

		assertThat(report.duration()).isBetween(Duration.ofMillis(1_990),
				Duration.ofMillis(drainSeconds * 1_000 + 3 * 2_000 + 1_300));
		assertThat(report.quarantined()).hasSize(2);
		assertThat(report.isClean()).isFalse();
		assertThat(this.rig.factory.connections()).allMatch((connection) -> connection.abortCalls() == 1);
	}

	// T52, T56
	@Test
	void anOpenThatHangsIsReportedAndWhatItBringsIsClosed() throws Exception {
		this.rig.start((settings) -> settings);
		this.rig.executor.threaded();
		this.rig.factory.opens().hangDeafNext(1);
		this.rig.ask();

		CloseReport report = this.rig.finish(this.rig.close(Duration.ofSeconds(1)));
		assertThat(report.quarantined()).hasSize(1);
		assertThat(report.toString()).contains("still running");
		this.rig.factory.release();
		this.rig.settle();

		assertThat(this.rig.factory.opened()).isEqualTo(1);
		assertThat(this.rig.factory.live()).isZero();
	}

	@Test
	void aPoolWhoseOpensMayTakeForEverEndsThoughOneDoes() throws Exception {
		this.rig.start((settings) -> settings.openTimeout(PoolSettings.INFINITE));
		this.rig.executor.threaded();
		this.rig.factory.opens().hangNext(1);
		Ask ask = this.rig.ask();

		CloseReport report = this.rig.finish(this.rig.close(Duration.ofSeconds(1)));
		this.rig.settle();

		assertThat(ask.failure()).isInstanceOf(PoolClosedException.class);
		assertThat(report.isClean()).isTrue();
		assertThat(this.rig.factory.live()).isZero();
	}

	@Test
	void aPoolWhoseClosesMayTakeForEverWaitsForThem() throws Exception {
		this.rig.start((settings) -> settings.closeTimeout(PoolSettings.INFINITE));
		this.rig.lease().close();
		this.rig.executor.threaded();
		this.rig.factory.closes().hangNext(1);

		Background<CloseReport> closing = this.rig.close(Duration.ZERO);
		this.rig.advance(Duration.ofHours(1));
		assertThat(closing.isRunning()).isTrue();
		this.rig.factory.release();

		assertThat(this.rig.finish(closing).isClean()).isTrue();
		assertThat(this.rig.factory.live()).isZero();
	}

	// T61
	@Test
	void aValidationThatHangsDoesNotHoldUpTheEnd() throws Exception {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(5)));
		this.rig.fill(2);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangDeafNext(2);
		this.rig.advanceMillis(5_500);
		assertThat(this.rig.factory.validations().running()).isPositive();

		CloseReport report = this.rig.finish(this.rig.close(Duration.ofSeconds(1)));

		assertThat(report.duration()).isLessThan(Duration.ofSeconds(4));
		assertThat(this.rig.factory.live()).isZero();
	}

	// T52, T56
	@Test
	void anOpenThatHangsHoldsUpTheEndForTheTimeACloseMayTakeAtMost() throws Exception {
		this.rig.start((settings) -> settings.openTimeout(Duration.ofMinutes(5)).closeTimeout(Duration.ofSeconds(2)));
		this.rig.executor.threaded();
		this.rig.factory.opens().hangDeafNext(1);
		this.rig.ask();

		CloseReport report = this.rig.finish(this.rig.close(Duration.ZERO));

		assertThat(report.duration()).isLessThan(Duration.ofMillis(2_500));
	}

	@Test
	void theEndWaitsForAnOpenThatComesBackInTheTimeACloseMayTake() throws Exception {
		this.rig.start((settings) -> settings.closeTimeout(Duration.ofSeconds(2)));
		this.rig.executor.threaded();
		this.rig.factory.opens().hangDeafNext(1);
		this.rig.ask();

		Background<CloseReport> closing = this.rig.close(Duration.ZERO);
		this.rig.advanceMillis(1_500);
		assertThat(closing.isRunning()).isTrue();
		this.rig.factory.release();

		assertThat(this.rig.finish(closing).isClean()).isTrue();
		assertThat(this.rig.factory.live()).isZero();
	}

	@Test
	void aCloseThatHangsInItsPlaceIsReportedAsThoseInQuarantineAre() throws Exception {
		this.rig.start((settings) -> settings.maxQuarantined(1));
		this.rig.fill(2);
		this.rig.executor.threaded();
		this.rig.factory.closes().hangDeafNext(2);

		CloseReport report = this.rig.finish(this.rig.close(Duration.ZERO));

		assertThat(report.quarantined()).hasSize(2).allMatch((call) -> call.startsWith("close of #"));
	}

	@Test
	void aClosedPoolLendsNothing() {
		this.rig.start((settings) -> settings.maxSize(1)
			.closeTimeout(Duration.ofSeconds(2))
			.validationTimeout(Duration.ofSeconds(1)));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask late = this.rig.ask();
		this.rig.executor.hold();
		lease.close();
		CompletableFuture<CloseReport> closing = this.rig.pool.closeAsync(Duration.ZERO);
		this.rig.advance(Duration.ofMinutes(1));
		CloseReport report = closing.getNow(null);
		assertThat(report.quarantined()).singleElement().asString().startsWith("hand-over of #1");
		assertThat(report.drained()).isZero();
		assertThat(report.duration()).as("three times close-timeout and validation-timeout")
			.isBetween(Duration.ofMillis(7_000), Duration.ofMillis(7_200));
		assertThat(this.rig.stats().state()).isEqualTo(PoolState.CLOSED);

		this.rig.executor.letGo();
		this.rig.settle();

		assertThat(late.failure()).as("its turn had come, but its thread was not let run")
			.isInstanceOf(PoolClosedException.class);
		assertThat(this.rig.factory.live()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoseCheckOutlastsThePoolGetsNothing(boolean mayWait) throws Exception {
		FakeConnectionFactory factory = new FakeConnectionFactory();
		ConnectionPool<FakeConnection> pool = ConnectionPools.builder(factory)
			.name("outlasted")
			.validateAfterIdle(mayWait ? Duration.ofHours(1) : Duration.ZERO)
			.closeTimeout(Duration.ofMillis(100))
			.validationTimeout(Duration.ofMillis(100))
			.build();
		pool.acquire().close();
		Awaitility.await().until(() -> pool.stats().idle() == 1);
		factory.checks().hangNext(1);
		Background<Lease<FakeConnection>> caller = new Background<>(() -> mayWait ? pool.acquire() : pool.tryAcquire());
		Awaitility.await().until(() -> factory.checks().running() == 1);
		pool.close(Duration.ZERO);
		assertThat(pool.stats().state()).isEqualTo(PoolState.CLOSED);

		factory.release();

		if (mayWait) {
			assertThat(caller.failure()).isInstanceOf(PoolClosedException.class);
		}
		else {
			assertThat(caller.get()).isNull();
		}
		Awaitility.await().until(() -> factory.live() == 0);
	}

}
